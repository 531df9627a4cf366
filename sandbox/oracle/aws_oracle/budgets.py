"""AWS Budgets: budgets, who hears of them, and what is done about them."""

import datetime

from .suite import ACCOUNT, OTHER_ACCOUNT, steered, story

OURS = {"AccountId": ACCOUNT}
ROLE = f"arn:aws:iam::{ACCOUNT}:role/budgets"
EMAIL = {"SubscriptionType": "EMAIL", "Address": "team@example.com"}
SNS = {"SubscriptionType": "SNS", "Address": f"arn:aws:sns:us-east-1:{ACCOUNT}:money"}


def wanted(s, **more):
    budget = {"BudgetName": s.name("budget"), "BudgetLimit": {"Amount": "1250.50", "Unit": "USD"}, "TimeUnit": "MONTHLY",
              "BudgetType": "COST", **more}
    return {key: value for key, value in budget.items() if value is not None}


def notification(threshold, **more):
    return {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": threshold,
            "ThresholdType": "PERCENTAGE", **more}


def without_state(notifications):
    return [{key: value for key, value in one.items() if key != "NotificationState"} for one in notifications]


@story
def budgets_made_and_changed(s):
    budgets = s.client("budgets")
    budget = wanted(s)
    which = {**OURS, "BudgetName": budget["BudgetName"]}
    month = datetime.datetime.now(datetime.timezone.utc).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    never = datetime.datetime(2087, 6, 15, tzinfo=datetime.timezone.utc)
    s.ok("a budget is made", lambda: budgets.create_budget(**OURS, Budget=budget))
    s.ok("it is as it was wanted", lambda: budgets.describe_budget(**which), {"Budget": {
        "BudgetName": budget["BudgetName"], "TimeUnit": "MONTHLY", "BudgetType": "COST", "LastUpdatedTime": ...,
        "CalculatedSpend": {"ActualSpend": {"Unit": "USD", "Amount": ...}}}})
    s.ok("amounts have a fraction", lambda: budgets.describe_budget(**which),
         {"Budget": {"BudgetLimit": {"Amount": "1250.5", "Unit": "USD"}}})
    seen = budgets.describe_budget(**which)["Budget"]
    s.equal("it begins with the month and never ends",
            (seen["TimePeriod"]["Start"], seen["TimePeriod"]["End"]), (month, never))
    s.ok("everything is counted", lambda: budgets.describe_budget(**which),
         {"Budget": {"CostTypes": {"IncludeCredit": True, "IncludeTax": True, "UseAmortized": False, "UseBlended": False}}})
    s.refused("a name is taken once", lambda: budgets.create_budget(**OURS, Budget=budget), "DuplicateRecordException", 400,
              f"Error creating budget: {budget['BudgetName']} - the budget already exists.")
    s.ok("it is listed", lambda: {"Found": any(one["BudgetName"] == budget["BudgetName"]
         for page in budgets.get_paginator("describe_budgets").paginate(**OURS) for one in page["Budgets"])}, {"Found": True})
    update = {**budget, "BudgetLimit": {"Amount": "2000", "Unit": "USD"}}
    s.ok("it is changed", lambda: budgets.update_budget(**OURS, NewBudget=update))
    s.ok("it is another", lambda: budgets.describe_budget(**which), {"Budget": {"BudgetLimit": {"Amount": "2000.0"}}})
    s.refused("a stranger may not look", lambda: s.client("budgets", key=OTHER_ACCOUNT).describe_budget(**which),
              "AccessDeniedException", 400)
    s.ok("it goes", lambda: budgets.delete_budget(**which))
    s.refused("it is gone", lambda: budgets.describe_budget(**which), "NotFoundException", 400,
              f"Unable to get budget: {budget['BudgetName']} - the budget doesn't exist.")
    s.refused("and cannot go twice", lambda: budgets.delete_budget(**which), "NotFoundException", 400,
              f"Unable to delete budget: {budget['BudgetName']} - the budget doesn't exist. Try creating it first. ")
    s.refused("nor change", lambda: budgets.update_budget(**OURS, NewBudget=update), "NotFoundException", 400)


@story
def budgets_filters(s):
    budgets = s.client("budgets")
    by_team = {"Tags": {"Key": "user:team", "Values": ["genomics"]}}
    budget = wanted(s, FilterExpression=by_team, Metrics=["NetAmortizedCost"])
    which = {**OURS, "BudgetName": budget["BudgetName"]}
    s.ok("a budget counts by an expression", lambda: budgets.create_budget(**OURS, Budget=budget))
    s.ok("it is shown on demand", lambda: budgets.describe_budget(**which, ShowFilterExpression=True),
         {"Budget": {"FilterExpression": by_team, "Metrics": ["NetAmortizedCost"], "CostTypes": None}})
    s.ok("and only then", lambda: budgets.describe_budget(**which), {"Budget": {"FilterExpression": None}})
    old = wanted(s, CostFilters={"TagKeyValue": ["user:team$genomics"]}, CostTypes={"IncludeCredit": False})
    s.ok("a budget counts in the old way", lambda: budgets.create_budget(**OURS, Budget=old))
    s.ok("it is always shown", lambda: budgets.describe_budget(**OURS, BudgetName=old["BudgetName"]),
         {"Budget": {"CostFilters": {"TagKeyValue": ["user:team$genomics"]}, "CostTypes": {"IncludeCredit": False}}})
    s.ok("with what was not said", lambda: budgets.describe_budget(**OURS, BudgetName=old["BudgetName"]),
         {"Budget": {"CostTypes": {"IncludeTax": True}}})

    def create(**more):
        return lambda: budgets.create_budget(**OURS, Budget=wanted(s, **more))

    invalid = ("InvalidParameterException", 400)
    s.refused("the two ways do not mix", create(Metrics=["UnblendedCost"], CostTypes={"IncludeTax": True}), *invalid)
    s.refused("an expression says something", create(FilterExpression={}, Metrics=["UnblendedCost"]), *invalid)
    s.refused("one of something", create(FilterExpression={"And": [by_team]}, Metrics=["UnblendedCost"]), *invalid)
    s.refused("one thing", create(FilterExpression={**by_team, "Not": by_team}, Metrics=["UnblendedCost"]), *invalid)


@story
def budgets_amounts(s):
    budgets = s.client("budgets", parameter_validation=False)

    def create(**more):
        return lambda: budgets.create_budget(**OURS, Budget=wanted(s, **more))

    def kept(name, **more):
        budget = wanted(s, **more)
        s.ok(name, lambda: budgets.create_budget(**OURS, Budget=budget))
        return lambda: budgets.describe_budget(**OURS, BudgetName=budget["BudgetName"])

    historical = {"AutoAdjustType": "HISTORICAL", "HistoricalOptions": {"BudgetAdjustmentPeriod": 6}}
    s.ok("it does", kept("an amount may follow the past", BudgetLimit=None, AutoAdjustData=historical),
         {"Budget": {"AutoAdjustData": historical}})
    today = datetime.datetime.now(datetime.timezone.utc)
    months = [datetime.datetime(today.year + (today.month - 1 + n) // 12, (today.month - 1 + n) % 12 + 1, 1,
                                tzinfo=datetime.timezone.utc) for n in range(12)]
    plan = {str(int(month.timestamp())): {"Amount": f"{n + 1}.0", "Unit": "USD"} for n, month in enumerate(months)}
    s.ok("they are kept, and this month's is the limit", kept("an amount for each month", BudgetLimit=None, PlannedBudgetLimits=plan),
         {"Budget": {"PlannedBudgetLimits": plan, "BudgetLimit": {"Amount": "1.0", "Unit": "USD"}}})
    invalid = ("InvalidParameterException", 400)
    s.refused("an amount is needed", create(BudgetLimit=None), *invalid,
              "Unable to create/update budget - please provide one of the followings: Budget Limit/ Planned Budget Limit/ "
              "Auto Adjust Data")
    s.refused("but one", create(PlannedBudgetLimits=plan), *invalid)
    s.refused("for every month", create(BudgetLimit=None, PlannedBudgetLimits=dict(list(plan.items())[:3])), *invalid)
    s.refused("months have plans, days have none", create(BudgetLimit=None, TimeUnit="DAILY", PlannedBudgetLimits=plan), *invalid)
    s.refused("a year is averaged at most", create(BudgetLimit=None, AutoAdjustData={
        "AutoAdjustType": "HISTORICAL", "HistoricalOptions": {"BudgetAdjustmentPeriod": 13}}), *invalid)
    constraint = "1 validation error detected: Value {} at '{}' failed to satisfy constraint: Member must {}"
    s.refused("an amount is a number", create(BudgetLimit={"Amount": "1,5", "Unit": "USD"}), *invalid, constraint.format(
        "'1,5'", "budget.budgetLimit.amount", r"satisfy regular expression pattern: ([0-9]*\.)?[0-9]+"))
    s.refused("costs are in dollars", create(BudgetLimit={"Amount": "1", "Unit": "PIZZA"}), *invalid)
    s.refused("a period is one of five", create(TimeUnit="HOURLY"), *invalid)
    s.refused("a period of one's own has an end", create(TimeUnit="CUSTOM"), *invalid)
    week = {"Start": 1_800_000_000, "End": 1_700_000_000}
    s.refused("which comes after its start", create(TimePeriod=week), *invalid)
    s.refused("a name has no colon", create(BudgetName="a:b"), *invalid)
    s.refused("nor 101 letters", create(BudgetName="a" * 101), *invalid)
    s.refused("nor an action's", create(BudgetName="a/action/b"), *invalid)
    s.ok("but all else", lambda: budgets.create_budget(**OURS, Budget=wanted(s, BudgetName=s.name() + " é/ü (1)")))


@story
def budgets_notifications(s):
    budgets = s.client("budgets")
    budget = wanted(s)
    which = {**OURS, "BudgetName": budget["BudgetName"]}
    first = {"Notification": notification(80.0), "Subscribers": [EMAIL, SNS]}
    s.ok("a budget is made with a notification",
         lambda: budgets.create_budget(**OURS, Budget=budget, NotificationsWithSubscribers=[first]))

    def told():
        return without_state(budgets.describe_notifications_for_budget(**which)["Notifications"])

    s.equal("it is there", told(), [notification(80.0)])
    s.ok("with its subscribers", lambda: budgets.describe_subscribers_for_notification(**which, Notification=notification(80.0)),
         {"Subscribers": [EMAIL, SNS]})
    second = notification(112.5, NotificationType="FORECASTED")
    s.ok("another is made", lambda: budgets.create_notification(**which, Notification=second, Subscribers=[EMAIL]))
    s.refused("but once", lambda: budgets.create_notification(**which, Notification=second, Subscribers=[EMAIL]),
              "DuplicateRecordException", 400)
    absolute = notification(1000.0, ThresholdType="ABSOLUTE_VALUE")
    s.ok("it becomes another", lambda: budgets.update_notification(**which, OldNotification=second, NewNotification=absolute))
    s.equal("it did", told(), [notification(80.0), absolute])
    other = {**EMAIL, "Address": "other@example.com"}
    s.ok("its subscribers stay", lambda: budgets.describe_subscribers_for_notification(**which, Notification=absolute),
         {"Subscribers": [EMAIL]})
    s.ok("one comes", lambda: budgets.create_subscriber(**which, Notification=absolute, Subscriber=other))
    s.refused("and hears of it once", lambda: budgets.create_subscriber(**which, Notification=absolute, Subscriber=other),
              "DuplicateRecordException", 400)
    s.ok("one becomes another", lambda: budgets.update_subscriber(**which, Notification=absolute, OldSubscriber=other,
         NewSubscriber=SNS))
    s.refused("one topic hears of it",
              lambda: budgets.create_subscriber(**which, Notification=absolute, Subscriber={**SNS, "Address": SNS["Address"] + "2"}),
              "CreationLimitExceededException", 400, "one notification can only have 1 subscribers with type of SNS")
    s.ok("one goes", lambda: budgets.delete_subscriber(**which, Notification=absolute, Subscriber=SNS))
    s.ok("and with the last one", lambda: budgets.delete_subscriber(**which, Notification=absolute, Subscriber=EMAIL))
    s.equal("the notification", told(), [notification(80.0)])
    s.refused("who is not there cannot go", lambda: budgets.delete_subscriber(**which, Notification=notification(80.0), Subscriber=other),
              "NotFoundException", 400)
    s.refused("what is not there cannot change", lambda: budgets.update_notification(**which, OldNotification=second, NewNotification=absolute),
              "NotFoundException", 400)
    s.refused("an address is one", lambda: budgets.create_subscriber(**which, Notification=notification(80.0),
              Subscriber={**EMAIL, "Address": "nobody"}), "InvalidParameterException", 400)
    for n in range(9):
        budgets.create_notification(**which, Notification=notification(float(n)), Subscribers=[EMAIL])
    s.refused("ten are enough", lambda: budgets.create_notification(**which, Notification=notification(99.0), Subscribers=[EMAIL]),
              "CreationLimitExceededException", 400)
    s.ok("a notification goes", lambda: budgets.delete_notification(**which, Notification=notification(80.0)))
    s.equal("it is gone", notification(80.0) in told(), False)
    none = {**OURS, "BudgetName": s.name("none")}
    s.refused("a budget must be there", lambda: budgets.create_notification(**none, Notification=second, Subscribers=[EMAIL]),
              "NotFoundException", 400, "Unable to create notification - the budget doesn't exist.")


@story
def budgets_actions(s):
    budgets = s.client("budgets", parameter_validation=False)
    budget = wanted(s)
    budgets.create_budget(**OURS, Budget=budget)
    which = {**OURS, "BudgetName": budget["BudgetName"]}
    iam = {"IamActionDefinition": {"PolicyArn": "arn:aws:iam::aws:policy/AWSDenyAll", "Roles": ["research"]}}
    action = {"NotificationType": "ACTUAL", "ActionType": "APPLY_IAM_POLICY", "Definition": iam, "ExecutionRoleArn": ROLE,
              "ActionThreshold": {"ActionThresholdValue": 100.0, "ActionThresholdType": "PERCENTAGE"},
              "ApprovalModel": "AUTOMATIC", "Subscribers": [EMAIL]}
    answer = s.ok("an action is made", lambda: budgets.create_budget_action(**which, **action), {**which, "ActionId": ...})
    which_action = {**which, "ActionId": answer.get("ActionId", "-")}
    s.ok("it stands by", lambda: budgets.describe_budget_action(**which_action), {"Action": {**action, "Status": "STANDBY"}})
    s.ok("it is listed", lambda: budgets.describe_budget_actions_for_budget(**which),
         {"Actions": [{"ActionId": which_action["ActionId"]}]})
    s.ok("it is changed", lambda: budgets.update_budget_action(**which_action, ApprovalModel="MANUAL"),
         {"OldAction": {"ApprovalModel": "AUTOMATIC"}, "NewAction": {"ApprovalModel": "MANUAL", "Definition": iam}})

    def create(**more):
        return lambda: budgets.create_budget_action(**which, **{**action, **more})

    scp = {"ScpActionDefinition": {"PolicyId": "p-12345678", "TargetIds": ["ou-abcd-12345678", ACCOUNT]}}
    ssm = {"SsmActionDefinition": {"ActionSubType": "STOP_EC2_INSTANCES", "Region": "us-east-1", "InstanceIds": ["i-12345678"]}}
    s.ok("a control policy is one", create(ActionType="APPLY_SCP_POLICY", Definition=scp))
    s.ok("stopping machines is one", create(ActionType="RUN_SSM_DOCUMENTS", Definition=ssm))
    invalid = ("InvalidParameterException", 400)
    s.refused("a definition is that of its type", create(Definition=ssm), *invalid)
    s.refused("and nothing else", create(Definition={**iam, **ssm}), *invalid)
    s.refused("somebody gets a policy", create(Definition={"IamActionDefinition": {"PolicyArn": "arn:aws:iam::aws:policy/A"}}), *invalid)
    s.refused("a policy is one", create(Definition={"IamActionDefinition": {"PolicyArn": "AWSDenyAll-AWSDenyAll-AWSDenyAll"}}), *invalid)
    s.refused("a role is the account's", create(ExecutionRoleArn=ROLE.replace(ACCOUNT, OTHER_ACCOUNT)), *invalid)
    s.refused("somebody hears of it", create(Subscribers=[]), *invalid)
    s.ok("it goes", lambda: budgets.delete_budget_action(**which_action), {"Action": {"ActionId": which_action["ActionId"]}})
    s.refused("it is gone", lambda: budgets.describe_budget_action(**which_action), "NotFoundException", 400)


@story
def budgets_tags(s):
    budgets = s.client("budgets")
    budget = wanted(s)
    arn = {"ResourceARN": f"arn:aws:budgets::{ACCOUNT}:budget/{budget['BudgetName']}"}
    s.ok("a budget is made with tags", lambda: budgets.create_budget(**OURS, Budget=budget, ResourceTags=[{"Key": "a", "Value": "1"}]))
    s.ok("tags are put beside", lambda: budgets.tag_resource(**arn, ResourceTags=[{"Key": "b", "Value": "2"}]))
    s.ok("they are there", lambda: budgets.list_tags_for_resource(**arn),
         {"ResourceTags": [{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}]})
    s.ok("one is taken away", lambda: budgets.untag_resource(**arn, ResourceTagKeys=["a"]))
    s.ok("it is gone", lambda: budgets.list_tags_for_resource(**arn), {"ResourceTags": [{"Key": "b", "Value": "2"}]})
    s.refused("a budget must be there", lambda: budgets.list_tags_for_resource(ResourceARN=arn["ResourceARN"] + "-"),
              "NotFoundException", 400)


@steered
def budgets_count(s):
    """What was spent is told by fixtures."""
    budgets = s.client("budgets")
    today = datetime.datetime.now(datetime.timezone.utc).date().isoformat()
    s.control("POST", "fixtures", {"spend": [
        {"date": today, "service": "Amazon S3", "tags": {"oracle": "a"}, "amount": "10.25"},
        {"date": today, "service": "Amazon EC2", "tags": {"oracle": "b"}, "amount": "0.10"}]})

    def counts(name, amount, **more):
        budget = wanted(s, **more)
        budgets.create_budget(**OURS, Budget=budget)
        s.ok(name, lambda: budgets.describe_budget(**OURS, BudgetName=budget["BudgetName"]),
             {"Budget": {"CalculatedSpend": {"ActualSpend": {"Amount": amount, "Unit": "USD"}}}})

    counts("all of it", "10.35")
    counts("that of a tag", "10.25", CostFilters={"TagKeyValue": ["user:oracle$a"]})
    counts("a tag without its prefix is nobody's", "0.0", CostFilters={"TagKeyValue": ["oracle$a"]})
    counts("that of an expression", "0.1", Metrics=["UnblendedCost"], FilterExpression={
        "And": [{"Tags": {"Key": "user:oracle", "Values": ["b"]}}, {"Dimensions": {"Key": "SERVICE", "Values": ["Amazon EC2"]}}]})
    s.control("POST", "clock", {"advance_seconds": 40 * 86400})
    counts("nothing yet in the next month", "0.0")
