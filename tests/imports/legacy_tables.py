"""Legacy tables as installations have them, and what the tests say about them in one word."""

HERE = "default"
PORTAL = """
CREATE TABLE legacy_test.leads (id int PRIMARY KEY, name text, phone text, email text,
    budget text, utm_source text);
INSERT INTO legacy_test.leads VALUES
    (1, 'Meera Rao', '+91 98201 11111', 'meera@rao.example', '2.5 Cr', 'meta'),
    (2, 'Omar Haddad', '+971 50 123 4567', NULL, NULL, 'walk-in'),
    (3, 'Meera Rao', '98201 11111', NULL, NULL, 'google'),
    (4, NULL, NULL, NULL, NULL, 'junk');
"""


def told(report):
    """Rows in, created, matched, unresolved, rejected."""
    return (report.rows, report.created, report.matched, report.unresolved, report.rejected)
