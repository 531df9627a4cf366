"""Cost Explorer's one call. Its figures are fixtures, which moto has in another way: these stories are the sandbox's."""

import datetime

from .suite import OTHER_ACCOUNT, steered


@steered
def ce_cost_and_usage(s):
    ce = s.client("ce", parameter_validation=False)
    today = datetime.datetime.now(datetime.timezone.utc).date()
    month = today.replace(day=1)
    before = (month - datetime.timedelta(days=1)).replace(day=1)
    s.control("POST", "reset")
    s.control("POST", "fixtures", {"spend": [
        {"date": before.isoformat(), "service": "Amazon S3", "tags": {"team": "genomics"}, "amount": "0.1"},
        {"date": month.isoformat(), "service": "Amazon S3", "tags": {"team": "genomics"}, "amount": "0.2"},
        {"date": month.isoformat(), "service": "Amazon EC2", "account": OTHER_ACCOUNT, "amount": "12.50"}]})
    period = {"Start": before.isoformat(), "End": (month + datetime.timedelta(days=1)).isoformat()}

    def ask(**more):
        return lambda: ce.get_cost_and_usage(
            **{"TimePeriod": period, "Granularity": "MONTHLY", "Metrics": ["UnblendedCost"], **more})

    def cost(amount):
        return {"UnblendedCost": {"Amount": amount, "Unit": "USD"}}

    s.ok("months are summed up", ask(), {"ResultsByTime": [
        {"TimePeriod": {"Start": period["Start"], "End": month.isoformat()}, "Total": cost("0.1"), "Groups": [], "Estimated": False},
        {"TimePeriod": {"Start": month.isoformat(), "End": period["End"]}, "Total": cost("12.7"), "Groups": [], "Estimated": True}]})
    s.ok("by tag", ask(GroupBy=[{"Type": "TAG", "Key": "team"}]), {
        "GroupDefinitions": [{"Type": "TAG", "Key": "team"}], "ResultsByTime": [
            {"Total": {}, "Groups": [{"Keys": ["team$genomics"], "Metrics": cost("0.1")}]},
            {"Groups": [{"Keys": ["team$"], "Metrics": cost("12.5")}, {"Keys": ["team$genomics"], "Metrics": cost("0.2")}]}]})
    s.ok("by account and service", ask(GroupBy=[{"Type": "DIMENSION", "Key": "LINKED_ACCOUNT"}, {"Type": "DIMENSION", "Key": "SERVICE"}]),
         {"ResultsByTime": [..., {"Groups": [{"Keys": [OTHER_ACCOUNT, "Amazon EC2"]}, {"Keys": ["123456789012", "Amazon S3"]}]}]})
    s.ok("of a tag", ask(Filter={"Tags": {"Key": "team", "Values": ["genomics"]}}),
         {"ResultsByTime": [{"Total": cost("0.1")}, {"Total": cost("0.2")}]})
    s.ok("of no tag", ask(Filter={"Tags": {"Key": "team", "MatchOptions": ["ABSENT"]}}),
         {"ResultsByTime": [{"Total": cost("0")}, {"Total": cost("12.5")}]})
    s.ok("by the day", ask(Granularity="DAILY", TimePeriod={**period, "Start": month.isoformat()}),
         {"ResultsByTime": [{"Total": cost("12.7")}]})
    invalid = ("ValidationException", 400)
    s.refused("time goes forward", ask(TimePeriod={"Start": period["End"], "End": period["Start"]}), *invalid,
              "Start date (and hour) should be before end date (and hour)")
    s.refused("a metric is one", ask(Metrics=["Cost"]), *invalid)
    s.refused("something is asked", ask(Metrics=[]), *invalid)
    s.refused("two groups are enough", ask(GroupBy=[{"Type": "TAG", "Key": key} for key in "abc"]), *invalid)
    s.refused("a dimension is one", ask(GroupBy=[{"Type": "DIMENSION", "Key": "TEAM"}]), *invalid)
    s.refused("a granularity is one", ask(Granularity="WEEKLY"), *invalid)
    s.refused("no other call is served", lambda: ce.get_tags(TimePeriod=period), "UnknownOperationException", 404)
