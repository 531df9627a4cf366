"""ministack, with an answer that it lacks.

    python mended_ministack.py

ministack 1.5.33 has no budget actions, and refuses to list them too. Whoever deletes a budget of AWS has to ask for them
first, since they are nowhere said to go with it; of a budget on ministack there are none. Where ministack has come to
answer itself, nothing is replaced, and a row of the acceptance test oracle_moto says that this file can go.

It reads ministack's own environment: GATEWAY_PORT, BIND_HOST.
"""

import runpy

from ministack.services import budgets


def no_actions(asked):
    return budgets._json(200, {"AccountId": asked["AccountId"], "BudgetName": asked["BudgetName"], "Actions": []})


if __name__ == "__main__":
    budgets._DISPATCH.setdefault("DescribeBudgetActionsForBudget", no_actions)
    runpy.run_module("ministack", run_name="__main__", alter_sys=True)
