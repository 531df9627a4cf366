"""Cloud Billing's budgets by google-cloud-billing-budgets and by the client made from the discovery document."""

import requests
from google.cloud.billing import budgets_v1 as billing
from google.cloud.billing.budgets_v1.services.budget_service.transports.rest import BudgetServiceRestTransport
from google.protobuf import empty_pb2
from google.type import money_pb2

from .harness import PROJECT, fresh, mask, part
from .messages import Answers, discovered, generated, refused, table_differs

ACCOUNT = "billingAccounts/0A1B2C-3D4E5F-6A7B8C"
NO_RETRY = {"retry": None, "timeout": 10}

# What the types of version 1.22.0 do not have yet.
NEWER = ("ownershipScope", "spendCap", "SpendCap", "OwnershipScope", "SpendCap.State")


class Budgets:
    """Both clients of one sandbox."""

    def __init__(self, clients):
        one = r"/v1/billingAccounts/[^/]+/budgets/[^/]+"
        self.answers = Answers(
            [
                (f"(GET|PATCH) {one}", billing.Budget.pb()),
                (f"DELETE {one}", empty_pb2.Empty),
                (r"POST /v1/billingAccounts/[^/]+/budgets", billing.Budget.pb()),
                (r"GET /v1/billingAccounts/[^/]+/budgets", billing.ListBudgetsResponse.pb()),
            ],
            NEWER,
        )
        self.client = generated(clients.rest, self.answers, billing.BudgetServiceClient, BudgetServiceRestTransport)
        self.discovered = discovered(clients.rest, "billingbudgets", "v1").billingAccounts().budgets()

    def create(self, budget):
        return self.client.create_budget(parent=ACCOUNT, budget=budget, **NO_RETRY)

    def update(self, budget, *paths):
        return self.client.update_budget(budget=budget, update_mask=mask(*paths), **NO_RETRY)


def amount(units, nanos=0):
    money = money_pb2.Money(currency_code="USD", units=units, nanos=nanos)
    return billing.BudgetAmount(specified_amount=money)


def budgets_life(report, clients):
    """A budget's life by google-cloud-billing-budgets."""
    api, name = Budgets(clients), fresh("budget")
    wanted = billing.Budget(
        display_name=name,
        amount=amount(1250, 500_000_000),
        budget_filter=billing.Filter(projects=[f"projects/{PROJECT}"], labels={"team": ["a"]}),
        threshold_rules=[
            billing.ThresholdRule(threshold_percent=0.8),
            billing.ThresholdRule(threshold_percent=1.1, spend_basis=billing.ThresholdRule.Basis.FORECASTED_SPEND),
        ],
        notifications_rule=billing.NotificationsRule(
            pubsub_topic=f"projects/{PROJECT}/topics/spend", schema_version="1.0"
        ),
    )
    made = api.create(wanted)
    report.check("budgets: the API makes the name", made.name.startswith(f"{ACCOUNT}/budgets/"), True)
    number = made.budget_filter.projects[0].removeprefix("projects/")
    report.check("budgets: projects by number", number.isdigit(), True)
    report.check(
        "budgets: what the API fills in",
        (
            made.budget_filter.calendar_period.name,
            made.budget_filter.credit_types_treatment.name,
            [(rule.threshold_percent, rule.spend_basis.name) for rule in made.threshold_rules],
            bool(made.etag),
        ),
        ("MONTH", "INCLUDE_ALL_CREDITS", [(0.8, "CURRENT_SPEND"), (1.1, "FORECASTED_SPEND")], True),
    )
    money = made.amount.specified_amount
    report.check("budgets: an exact amount", (money.units, money.nanos), (1250, 500_000_000))
    seen = api.client.get_budget(name=made.name, **NO_RETRY)
    report.check("budgets: read back", seen == made, True)

    changed = api.update(billing.Budget(name=made.name, amount=amount(20), etag=made.etag), "amount")
    report.check(
        "budgets: the mask says what changes",
        (changed.amount.specified_amount.units, changed.display_name, changed.etag != made.etag),
        (20, name, True),
    )
    stale = billing.Budget(name=made.name, amount=amount(30), etag=made.etag)
    report.check("budgets: an old etag", refused(lambda: api.update(stale, "amount")), part((409, "etag")))
    cleared = api.update(
        billing.Budget(name=made.name),
        "budget_filter.labels",
        "threshold_rules",
        "notifications_rule.pubsub_topic",
        "notifications_rule.schema_version",
    )
    report.check(
        "budgets: what was cleared",
        (list(cleared.budget_filter.labels), list(cleared.threshold_rules), cleared.notifications_rule.pubsub_topic),
        ([], [], ""),
    )
    last = billing.Budget(name=made.name, amount=billing.BudgetAmount(last_period_amount={}))
    report.check(
        "budgets: an amount that follows",
        "last_period_amount" in api.update(last, "amount").amount,
        True,
    )
    others = [api.create(billing.Budget(display_name=fresh("budget"), amount=amount(1))).name for _ in range(2)]
    listed = [budget.name for budget in api.client.list_budgets(parent=ACCOUNT, **NO_RETRY)]
    report.check("budgets: a list", set(listed) >= {made.name, *others} and listed == sorted(listed), True)
    paged = api.client.list_budgets({"parent": ACCOUNT, "page_size": 1}, **NO_RETRY)
    report.check("budgets: page by page", [budget.name for budget in paged], listed)
    for project in [PROJECT, number]:
        scoped = api.client.list_budgets({"parent": ACCOUNT, "scope": f"projects/{project}"}, **NO_RETRY)
        report.check("budgets: those of a project", [budget.name for budget in scoped], [made.name])
    for budget in [made.name, made.name, *others]:
        api.client.delete_budget(name=budget, **NO_RETRY)
    report.check(
        "budgets: deleted",
        refused(lambda: api.client.get_budget(name=made.name, **NO_RETRY)),
        part((404, "Requested entity was not found.")),
    )
    report.check(f"budgets: {api.answers.bodies} answers fit the types", api.answers.problems, [])


def budgets_discovered(report, clients):
    """Budgets by the client made from the discovery document: what is newer than the types, and what is refused."""
    api = Budgets(clients)
    cap = {
        "displayName": fresh("budget"),
        "amount": {"specifiedAmount": {"units": "100"}},
        "budgetFilter": {
            "projects": [f"projects/{PROJECT}"],
            "services": ["services/C7E2-9256-1C43"],
            "creditTypesTreatment": "EXCLUDE_ALL_CREDITS",
        },
        "thresholdRules": [{"thresholdPercent": part} for part in (0.5, 0.8, 1.0)],
        "notificationsRule": {"enableProjectLevelRecipients": True},
        "ownershipScope": "ALL_USERS",
        "spendCap": {"inputState": "CONFIGURED"},
    }

    def create(budget):
        return api.discovered.create(parent=ACCOUNT, body=budget).execute()

    made = create(cap)
    api.answers.parse(f"POST /v1/{ACCOUNT}/budgets", 200, made)
    report.check(
        "budgets discovery: a spend cap",
        (made["spendCap"], made["ownershipScope"], made["amount"]),
        (
            {"inputState": "CONFIGURED", "outputState": "CONFIGURED"},
            "ALL_USERS",
            {"specifiedAmount": {"currencyCode": "USD", "units": "100"}},
        ),
    )
    report.check(
        "budgets discovery: a second cap", refused(lambda: create(cap)), (400, "Request contains an invalid argument.")
    )
    regular = api.discovered.patch(name=made["name"], updateMask="spendCap", body={}).execute()
    report.check("budgets discovery: no cap any more", "spendCap" in regular, False)
    api.discovered.delete(name=made["name"]).execute()

    plain = {"amount": {"specifiedAmount": {"units": "1"}}}
    for wanted, told in [
        ({**plain, "displayName": "a" * 61}, "Request contains an invalid argument."),
        ({**plain, "budgetFilter": {"labels": {"a": ["b", "c"]}}}, "Request contains an invalid argument."),
        ({**plain, "budget": {}}, "Unknown name \"budget\" at 'budget': Cannot find field."),
        (
            {**plain, "thresholdRules": [{"thresholdPercent": 1, "basis": 1}]},
            "Unknown name \"basis\" at 'budget.threshold_rules[0]': Cannot find field.",
        ),
        (
            {"amount": {"specifiedAmount": {}, "lastPeriodAmount": {}}},
            "Invalid value at 'budget.amount' (oneof), oneof field 'budget_amount' is already set.",
        ),
        (
            {**plain, "budgetFilter": {"calendarPeriod": "WEEK"}},
            "Invalid value at 'budget.budget_filter.calendar_period' "
            '(type.googleapis.com/google.cloud.billing.budgets.v1.CalendarPeriod), "WEEK"',
        ),
        ({"amount": {"specifiedAmount": {"units": "1", "currencyCode": "EUR"}}}, "invalid argument"),
    ]:
        report.check(f"budgets discovery: refused: {told[:60]}", refused(lambda: create(wanted)), part((400, told)))

    clients.control_api("POST", "fixtures", {"quota_project_needed": True})
    url = f"{clients.rest}/v1/{ACCOUNT}/budgets"
    headers = {"authorization": "Bearer oracle"}
    answer = requests.get(url, headers=headers, timeout=10)
    error = answer.json()["error"]
    report.check(
        "budgets discovery: users need a quota project",
        (answer.status_code, error["status"], error["details"][0]["reason"]),
        (403, "PERMISSION_DENIED", "SERVICE_DISABLED"),
    )
    headers["x-goog-user-project"] = PROJECT
    report.check("budgets discovery: with one", requests.get(url, headers=headers, timeout=10).status_code, 200)
    clients.control_api("POST", "fixtures", {"quota_project_needed": False})
    anonymous = requests.get(url, timeout=10)
    report.check(
        "budgets discovery: anonymous",
        (anonymous.status_code, anonymous.json()["error"]["status"]),
        (401, "UNAUTHENTICATED"),
    )
    report.check("budgets discovery: answers fit the types", api.answers.problems, [])


def budgets_table(report, _):
    """The sandbox's table of messages is that of the protobuf types."""
    descriptors = [billing.Budget.pb().DESCRIPTOR, billing.ListBudgetsResponse.pb().DESCRIPTOR]
    differs = table_differs("billing_budgets", "google.cloud.billing.budgets.v1", descriptors, NEWER)
    report.check("budgets: the table of messages", differs, [])
