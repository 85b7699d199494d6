"""Who may come into the desk, and what they may do there. `stack` puts it around the app; `routes` has its pages.

A request meets, in this order: `headers` (on every answer), `hosts`, `limits` (bodies), `sessions` (who is it, with
`single_sign_on`, and limits of rate), `audit`, `csrf`, `roles`; then the page, which asks with `needs` for a role.
"""

from firsthand.show.desk.guard.audit import mark, unnoted, watched
from firsthand.show.desk.guard.guard import Guard
from firsthand.show.desk.guard.roles import needs
from firsthand.show.desk.guard.routes import Render, guard_routes
from firsthand.show.desk.guard.settings import Guarded, Limits, Rate, SignOn, may_serve
from firsthand.show.desk.guard.stack import guarded, server_config
from firsthand.show.desk.guard.visits import Via, Visit, visit_of

__all__ = [
    "Guard",
    "Guarded",
    "Limits",
    "Rate",
    "Render",
    "SignOn",
    "Via",
    "Visit",
    "guard_routes",
    "guarded",
    "mark",
    "may_serve",
    "needs",
    "server_config",
    "unnoted",
    "visit_of",
    "watched",
]
