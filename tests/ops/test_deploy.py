"""The deployment files, checked by the tools of each kind; no image is built here."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from django_prometheus.middleware import Metrics
from prometheus_client import REGISTRY

from ops.embedded.cluster import PROJECT
from tests.ops import promql
from velocity_crm import example

DEPLOY = PROJECT / "deploy"
OURS = {"migrate", "web1", "web2", "worker", "beat", "backup", "stream"}
PROBED = {"ALLOWED_HOSTS": "crm.example.com", "VELOCITY_IMAGE": "v:1"}
TOOLS = Path(sys.executable).parent
SCRIPTS = sorted([*DEPLOY.rglob("*.sh"), *PROJECT.glob("ops/**/*.sh"), PROJECT / ".ci" / "run"])
ALERTS = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus/rules.yaml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((DEPLOY / "grafana/velocity.json").read_text())["panels"]


def check(*command: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(command[0], path=f"{TOOLS}{os.pathsep}{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip(f"{command[0]} is not installed here: this file is NOT checked")
    return subprocess.run(  # noqa: S603 -- tools on our own files
        [program, *map(str, command[1:])],
        cwd=DEPLOY,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def fine(*command: str | Path, **environment: str) -> None:
    done = check(*command, **environment)
    assert done.returncode == 0, done.stdout + done.stderr


def composed() -> dict[str, Any]:
    """The services of the compose file, its parts merged."""
    services: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    return services


def pods() -> dict[str, dict[str, Any]]:
    """The pods of the product in the Kubernetes files, by their component."""
    parts = [
        part
        for path in sorted(DEPLOY.glob("kubernetes/*.yaml"))
        for part in yaml.safe_load_all(path.read_text())
    ]
    made = [part for part in parts if part["kind"] in {"Job", "Deployment"}]
    return {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in made}


def map_of_settings() -> dict[str, str]:
    parts = yaml.safe_load_all((DEPLOY / "kubernetes/00-common.yaml").read_text())
    data: dict[str, str] = next(part for part in parts if part["kind"] == "ConfigMap")["data"]
    return data


def test_the_dockerfile_is_well_made():
    fine("hadolint", "Dockerfile")


def test_the_image_runs_as_a_number_and_names_an_exact_base():
    text = (DEPLOY / "Dockerfile").read_text()

    assert re.findall(r"^USER (.*)$", text, re.MULTILINE) == ["10001:10001"]
    assert re.findall(r"^ARG PYTHON_IMAGE=(.*)$", text, re.MULTILINE) == [
        "python:3.13.7-slim-bookworm"
    ]
    assert "ops.probe" in text
    assert re.search(r"^FROM .*latest|@sha256:[0-9a-f]{64}", text, re.MULTILINE) is None


def test_the_compose_file_is_whole():
    fine("docker-compose", "config", "-q", VELOCITY_IMAGE="v:1", ALLOWED_HOSTS="crm.example.com")


def test_the_compose_file_asks_for_the_image():
    done = check("docker-compose", "config", "-q", ALLOWED_HOSTS="crm.example.com")

    assert done.returncode != 0
    assert "VELOCITY_IMAGE" in done.stderr


def test_the_containers_of_the_product_hold_no_rights():
    services = composed()

    for service in (services[name] for name in OURS):
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in services["web1"]


@pytest.mark.parametrize("service", sorted(OURS))
def test_every_variable_reaches_a_container_of_compose(service, tmp_path):
    shutil.copy(DEPLOY / "compose.yaml", tmp_path)
    filled = {name: f"of the file {name}" for name in example.variables()}
    text = "".join(f"{name}={value}\n" for name, value in (filled | PROBED).items())
    (tmp_path / ".env").write_text(text)

    done = check("docker-compose", "--project-directory", tmp_path, "config", "--format", "json")

    assert done.returncode == 0, done.stderr
    given = json.loads(done.stdout)["services"][service]["environment"]
    assert set(example.variables()) - set(given) == set()
    own = {"VELOCITY_ENV", "VELOCITY_HOME", "MEDIA_ROOT", "AUDIT_ANCHOR", "ALLOWED_HOSTS"}
    own |= {"BACKUP_DIR"} if "BACKUP_DATABASE_URL_FILE" in given else set()
    assert {name for name in filled if given[name] != filled[name]} == own


def test_every_variable_reaches_a_container_of_compose_by_its_file():
    services = composed()

    assert {name for name in services if "env_file" in services[name]} == OURS
    assert {services[name]["env_file"][0]["path"] for name in OURS} == {".env"}


def test_every_variable_reaches_a_pod():
    for pod in pods().values():
        (container,) = pod["containers"]
        loaded = [next(iter(each)) for each in container["envFrom"]]
        assert loaded == ["configMapRef", "secretRef"]
        assert {next(iter(each.values()))["name"] for each in container["envFrom"]} == {"velocity"}


def test_the_proxy_in_front_is_counted():
    assert map_of_settings()["PROXY_COUNT"] == "1"
    assert composed()["web1"]["environment"]["PROXY_COUNT"] == "${PROXY_COUNT:-1}"


def test_the_anchor_of_the_audit_record_is_shared_and_can_be_written():
    anchor = Path(map_of_settings()["AUDIT_ANCHOR"]).parent
    services = composed()

    for name in ("web1", "web2", "worker"):
        assert Path(services[name]["environment"]["AUDIT_ANCHOR"]).parent == anchor
        assert f"audit:{anchor}" in services[name]["volumes"]
    writable = {
        name: not mount.get("readOnly")
        for name, pod in pods().items()
        for mount in pod["containers"][0]["volumeMounts"]
        if mount["mountPath"] == str(anchor)
    }
    assert (writable["worker"], writable["web"]) == (True, False)
    assert str(anchor) in (DEPLOY / "Dockerfile").read_text(), "a new volume is owned as its folder"


def test_a_unit_writes_where_it_may():
    for path in DEPLOY.glob("systemd/*.service"):
        assert "\nEnvironment=VELOCITY_HOME=/var/lib/velocity\n" in path.read_text(), path.name


def test_an_image_holds_no_secret_of_the_server_it_was_built_on():
    left_out = set((PROJECT / ".dockerignore").read_text().split())

    assert {"**/.env", "deploy/secrets", "deploy/tls"} <= left_out


def test_an_upgrade_replaces_every_container_of_the_product():
    text = (DEPLOY / "upgrade.sh").read_text()

    assert set(re.findall(r"\w+", text)) >= OURS


LOOP = """#!/bin/sh
echo "$*" >>{log}
case "$*" in *"$FAILING") exit 1 ;; esac
"""
PAUSE = """#!/bin/sh
echo "pause $1" >>{log}
[ "$(grep -c pause {log})" -lt 2 ] || kill $PPID
"""


@pytest.mark.parametrize(
    ("failing", "first", "second"),
    [
        ("nothing", "take, verify, prune --window 30d, drill, pause 86400",
         "take, verify, prune --window 30d, pause 86400"),
        ("take", "take, pause 900", "take, pause 900"),
        ("verify", "take, verify, drill, pause 86400", "take, verify, pause 86400"),
    ],
)  # fmt: skip
def test_the_loop_of_backups_checks_them_and_tries_a_failed_one_again_soon(
    failing, first, second, tmp_path
):
    log = tmp_path / "log"
    for name, text in (("python", LOOP), ("sleep", PAUSE)):
        (tmp_path / name).write_text(text.replace("{log}", str(log)))
        (tmp_path / name).chmod(0o755)
    path = f"{tmp_path}:{os.environ['PATH']}"

    subprocess.run(  # noqa: S603 -- our own script
        [DEPLOY / "backup-loop.sh"],
        env=os.environ | {"PATH": path, "FAILING": failing, "BACKUP_DIR": str(tmp_path)},
        check=False,
        timeout=60,
    )

    lines = log.read_text().replace("manage.py backup ", "").splitlines()
    assert ", ".join(lines) == f"{first}, {second}"


def test_the_server_archives_as_the_embedded_one_does():
    command = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["db"]["command"]

    assert {"archive_mode=on", "summarize_wal=on", "archive_timeout=60s"} <= set(command)


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("kubernetes/*.yaml")), ids=lambda p: p.name)
def test_the_manifests_fit_the_schemas(path):
    fine("kubernetes-validate", "-k", "1.33", "--strict", path)


def test_the_web_scales_from_one_to_ten():
    parts = list(yaml.safe_load_all((DEPLOY / "kubernetes/20-web.yaml").read_text()))
    spec = next(part for part in parts if part["kind"] == "HorizontalPodAutoscaler")["spec"]

    assert (spec["minReplicas"], spec["maxReplicas"]) == (1, 10)
    assert [m["resource"]["target"]["averageUtilization"] for m in spec["metrics"]] == [70, 80]


def test_the_yaml_is_tidy():
    fine("yamllint", "--strict", "--config-file", "yamllint.yaml", ".")


def test_the_scripts_are_sound():
    fine("shellcheck", *SCRIPTS)


def test_the_proxy_takes_its_configuration(tmp_path):
    text = (DEPLOY / "nginx/nginx.conf").read_text()
    key = ("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=crm")
    fine("openssl", *key, "-keyout", tmp_path / "site.key", "-out", tmp_path / "site.crt")
    text = text.replace("/tmp/", f"{tmp_path}/")  # noqa: S108 -- text
    text = text.replace("/etc/nginx/tls", str(tmp_path))
    text = re.sub(r"server web(\d):8000", r"server 127.0.0.1:800\1", text)
    (tmp_path / "nginx.conf").write_text(text)

    fine("nginx", "-t", "-q", "-c", tmp_path / "nginx.conf")


def test_the_proxy_slows_those_who_try_passwords_and_nobody_else():
    text = (DEPLOY / "nginx/nginx.conf").read_text()

    (limited,) = re.findall(r"location ~ (\S+) \{\s+limit_req", text)
    pages = ["/login/", "/sign-in/2fa/authenticate/", "/accounts/", "/contacts/"]
    assert [bool(re.search(limited, page)) for page in pages] == [True, True, False, False]


def test_the_proxy_keeps_what_is_for_those_inside():
    text = (DEPLOY / "nginx/nginx.conf").read_text()

    assert re.search(r"location ~ \^/\(metrics\|readyz\|health\)\S* \{\s+deny all;", text)


@pytest.mark.parametrize("path", sorted(DEPLOY.glob("systemd/*.service")), ids=lambda p: p.name)
def test_a_unit_is_hardened(path, tmp_path):
    name = path.name.replace("@.", "@8001.")
    unit = tmp_path / name
    unit.write_text(path.read_text().replace("/opt/velocity", str(PROJECT)))
    fine("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", unit)

    done = check("systemd-analyze", "security", "--offline=true", "--threshold=35", unit)

    assert done.returncode == 0, done.stdout.splitlines()[-1]


def exposed() -> dict[str, frozenset[str]]:
    """The metrics the product gives and their labels, and those Prometheus and blackbox add."""
    measures = pytest.importorskip(
        "ops.selectors.measures", reason="metrics are not part of this tree: names NOT checked"
    )
    ours = {f"velocity_{each.__name__}": labels for each, labels in measures.GAUGES.items()}
    ours |= {
        f"velocity_{each.__name__}_total": labels for each, labels in measures.COUNTERS.items()
    }
    Metrics.get_instance()
    kinds = ("django_http", "django_db")
    for name, collector in REGISTRY._names_to_collectors.items():
        if name.startswith(kinds):
            buckets = ("le",) if name.endswith("_bucket") else ()
            ours[name] = (*collector._labelnames, *buckets)
    ours |= {"up": (), "probe_ssl_earliest_cert_expiry": ()}
    return {name: frozenset(labels) for name, labels in ours.items()}


def metrics_of(expression: str) -> set[str]:
    """The metric names of a PromQL expression."""
    return set(re.findall(r"\b(?:velocity|django|probe)_\w+|\bup\b", expression))


EXPRESSIONS = [pytest.param(rule["expr"], id=rule["alert"]) for rule in ALERTS] + [
    pytest.param(each["expr"], id=panel["title"]) for panel in PANELS for each in panel["targets"]
]


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_alerts_and_panels_rest_on_metrics_there_are(expression):
    assert metrics_of(expression)
    assert metrics_of(expression) <= exposed().keys()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_alerts_and_panels_can_find_something(expression):
    assert promql.faults(expression, exposed()) == []


@pytest.mark.parametrize(
    ("expression", "fault"),
    [
        ("sum by (instance) (velocity_database_connections) / velocity_database_connections_limit",
         "/: ['instance'] never match ['instance', 'job']"),
        ('increase(velocity_import_batches{state="failed"}[1h]) > 0',
         "increase: velocity_import_batches is no counter"),
        ('up{server="a"} == 0', "up has no server"),
        ("max by (kind) (up) > 1", "max: nothing inside has ['kind']"),
        ("sum(increase(velocity_sync_runs_total[1h])) > 3",
         "sum: every server gives these, take max"),
    ],
)  # fmt: skip
def test_an_alert_that_could_never_fire_would_be_seen(expression, fault):
    assert promql.faults(expression, exposed()) == [fault]


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_a_sign_nobody_belongs_to_yet_is_no_alarm(rule):
    assert "evidence_without_contact" not in rule["expr"]


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_has_a_severity_words_and_a_runbook(rule):
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    assert (PROJECT / rule["annotations"]["runbook"]).is_file()
