"""The deployment files, checked by the tools of each kind; no image is built here."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from django_prometheus.middleware import Metrics
from prometheus_client import REGISTRY

from ops.embedded.cluster import PROJECT

DEPLOY = PROJECT / "deploy"
TOOLS = Path(sys.executable).parent
SCRIPTS = sorted([*DEPLOY.rglob("*.sh"), *PROJECT.glob("ops/**/*.sh"), PROJECT / ".ci" / "run"])
ALERTS = [
    rule
    for group in yaml.safe_load((DEPLOY / "prometheus/rules.yaml").read_text())["groups"]
    for rule in group["rules"]
]
PANELS = json.loads((DEPLOY / "grafana/velocity.json").read_text())["panels"]
FUNCTIONS = {
    "sum", "by", "rate", "increase", "max", "histogram_quantile", "absent", "or", "le", "changes",
    "and", "time", "offset", "h",
}  # fmt: skip


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
    services = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]
    ours = {"migrate", "web1", "web2", "worker", "beat", "backup", "stream"}

    for service in (services[name] for name in ours):
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in services["web1"]


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


def metrics_of(expression: str) -> set[str]:
    """The metric names of a PromQL expression."""
    bare = re.sub(r"\{[^}]*\}|\"[^\"]*\"|\[[^\]]*\]|by \([^)]*\)", "", expression)
    return set(re.findall(r"[a-z_][a-z0-9_]*", bare)) - FUNCTIONS


def exposed() -> set[str]:
    """The metric names the product gives, and those of Prometheus and its blackbox exporter."""
    measures = pytest.importorskip(
        "ops.selectors.measures", reason="metrics are not part of this tree: names NOT checked"
    )
    ours = {f"velocity_{each.__name__}" for each in measures.GAUGES}
    counted = {f"velocity_{each.__name__}_total" for each in measures.COUNTERS}
    Metrics.get_instance()
    kinds = ("django_http", "django_db")
    processes = {name for name in REGISTRY._names_to_collectors if name.startswith(kinds)}
    return ours | counted | processes | {"up", "probe_ssl_earliest_cert_expiry"}


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_rests_on_metrics_there_are(rule):
    assert metrics_of(rule["expr"]) <= exposed()


@pytest.mark.parametrize("panel", PANELS, ids=lambda panel: panel["title"])
def test_a_panel_shows_metrics_there_are(panel):
    assert set().union(*(metrics_of(each["expr"]) for each in panel["targets"])) <= exposed()


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_an_alert_has_a_severity_words_and_a_runbook(rule):
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert rule["annotations"]["summary"]
    assert (PROJECT / rule["annotations"]["runbook"]).is_file()
