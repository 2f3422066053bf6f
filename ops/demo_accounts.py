"""The logins of the demo; they exist in local installations and nowhere else."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """One person of the demo, the password they log in with and the roles they hold."""

    role: str
    username: str
    password: str
    full_name: str
    groups: tuple[str, ...]


ACCOUNTS = (
    Account("operator", "omar", "omar-demo", "Omar Siddiqui", ("operator", "steward")),
    Account("founder", "farah", "farah-demo", "Farah Merchant", ("founder",)),
    Account("agent", "anil", "anil-demo", "Anil Deshpande", ("agent",)),
)
