"""Templates of libraries we replace: each is the one we copied, or has to be copied again."""

import hashlib
from pathlib import Path

import pytest
import unfold

# the templates we replace, for a main landmark, a named navigation and lists that are lists
OVERRIDDEN = {
    "templates/admin/base.html": (
        "7428a8411d69ed8180178d888e37eaf05d73658d78c9e14eb04b79f0e8fe131c"
    ),
    "templates/unfold/layouts/base_simple.html": (
        "f90e61e284c309cdbf77559b084ee0493daee86952effb17a4fd4aa20873814c"
    ),
    "templates/unfold/helpers/navigation.html": (
        "fd819dae3473c0bea10a714a3f34bf223661df325b11071be1b9749178c9c843"
    ),
    "contrib/simple_history/templates/simple_history/object_history_list.html": (
        "153fa0607f57d3df78aed1e164bae31ffb9a2fb160fc0799dade201c1ba7b4ab"
    ),
    "../import_export/templates/admin/import_export/change_list.html": (
        "9fabce6d410f6ebf6cfb5e2632aa3aaff41f94104ba7dc19a880f00e2e2c8f2e"
    ),
    "contrib/guardian/templates/admin/guardian/model/obj_perms_manage.html": (
        "daba9987142e240ebbb497b46468ac4e0b0d088bdb4282bef8c1a26022523242"
    ),
}


@pytest.mark.parametrize(("path", "digest"), sorted(OVERRIDDEN.items()))
def test_a_template_we_replace_is_still_the_one_we_copied(path, digest):
    upstream = Path(unfold.__file__).parent / path

    assert hashlib.sha256(upstream.read_bytes()).hexdigest() == digest, "copy it again"
