"""Where moto 5.2.1 is known to answer otherwise about node groups, launch templates and budgets: see differences.py."""

GROUPS = [
    (
        "sandbox",
        "moto gives amounts as it got them; AWS with a fraction (hashicorp/terraform-provider-aws has "
        "suppressEquivalentBudgetLimitAmount for that)",
        [
            "budgets_made_and_changed: amounts have a fraction",
        ],
    ),
    (
        "sandbox",
        "moto 5.2.1 lacks UpdateBudget, UpdateNotification, all of subscribers, actions and tags (500); they "
        "are in botocore's model of AWS Budgets 2016-10-20",
        [
            "budgets_made_and_changed: it is changed",
            "budgets_made_and_changed: it is another",
            "budgets_made_and_changed: nor change",
            "budgets_notifications: with its subscribers",
            "budgets_notifications: it becomes another",
            "budgets_notifications: it did",
            "budgets_notifications: its subscribers stay",
            "budgets_notifications: one comes",
            "budgets_notifications: and hears of it once",
            "budgets_notifications: one becomes another",
            "budgets_notifications: one topic hears of it",
            "budgets_notifications: one goes",
            "budgets_notifications: and with the last one",
            "budgets_notifications: the notification",
            "budgets_notifications: who is not there cannot go",
            "budgets_notifications: what is not there cannot change",
            "budgets_notifications: an address is one",
            "budgets_actions: an action is made",
            "budgets_actions: it stands by",
            "budgets_actions: it is listed",
            "budgets_actions: it is changed",
            "budgets_actions: a control policy is one",
            "budgets_actions: stopping machines is one",
            "budgets_actions: a definition is that of its type",
            "budgets_actions: and nothing else",
            "budgets_actions: somebody gets a policy",
            "budgets_actions: a policy is one",
            "budgets_actions: a role is the account's",
            "budgets_actions: somebody hears of it",
            "budgets_actions: it goes",
            "budgets_actions: it is gone",
            "budgets_tags: tags are put beside",
            "budgets_tags: they are there",
            "budgets_tags: one is taken away",
            "budgets_tags: it is gone",
            "budgets_tags: a budget must be there",
        ],
    ),
    (
        "sandbox",
        "moto shows every account's budgets to everybody; an account of AWS sees its own "
        "(docs.aws.amazon.com/cost-management/latest/userguide/billing-permissions-ref.html)",
        [
            "budgets_made_and_changed: a stranger may not look",
        ],
    ),
    (
        "sandbox",
        "moto always gives the filter and fills in or leaves out the older settings by other rules; "
        "botocore's model says of ShowFilterExpression and of CostTypes what is done (cloud-custodian/cloud- "
        "custodian#11111)",
        [
            "budgets_filters: it is shown on demand",
            "budgets_filters: and only then",
            "budgets_filters: with what was not said",
        ],
    ),
    (
        "sandbox",
        "moto checks no budget but for a missing limit; the constraints are in botocore's model of AWS "
        "Budgets 2016-10-20",
        [
            "budgets_filters: the two ways do not mix",
            "budgets_filters: an expression says something",
            "budgets_filters: one of something",
            "budgets_filters: one thing",
            "budgets_amounts: an amount may follow the past",
            "budgets_amounts: it does",
            "budgets_amounts: they are kept, and this month's is the limit",
            "budgets_amounts: but one",
            "budgets_amounts: for every month",
            "budgets_amounts: months have plans, days have none",
            "budgets_amounts: an amount is a number",
            "budgets_amounts: costs are in dollars",
            "budgets_amounts: a period is one of five",
            "budgets_amounts: a period of one's own has an end",
            "budgets_amounts: which comes after its start",
            "budgets_amounts: a name has no colon",
            "budgets_amounts: nor 101 letters",
            "budgets_amounts: nor an action's",
        ],
    ),
    (
        "sandbox",
        "moto takes a notification twice and more than ten of them (botocore's model, Notification)",
        [
            "budgets_notifications: but once",
            "budgets_notifications: ten are enough",
        ],
    ),
    (
        "sandbox",
        "moto puts a template's own tags among those of what it launches, ignores SourceVersion, gives the "
        "oldest version first and cannot delete one "
        "(docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplateVersion.html, "
        "API_DescribeLaunchTemplateVersions.html)",
        [
            "ec2_launch_templates: it says what it was told",
            "ec2_launch_templates: a version stands on another",
            "ec2_launch_templates: the newest comes first",
            "ec2_launch_templates: a version goes",
            "ec2_launch_templates: the default stays",
        ],
    ),
    (
        "sandbox",
        "moto removes a tag only with its value; AWS without one, whatever it is "
        "(docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteTags.html)",
        [
            "ec2_launch_templates: those are left",
        ],
    ),
    (
        "sandbox",
        "moto checks no launch template but for its name's being free "
        "(docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html, botocore's model of EC2 "
        "2016-11-15)",
        [
            "ec2_launch_templates: by its id too",
            "ec2_refusals: nothing is no template",
            "ec2_refusals: a short name",
            "ec2_refusals: a machine that is none",
            "ec2_refusals: a word that is none",
            "ec2_refusals: too many hops",
            "ec2_refusals: a preference beside a target",
            "ec2_refusals: tags of something else",
            "ec2_refusals: an id that is none",
        ],
    ),
    (
        "sandbox",
        "moto 5.2.1 lacks placement groups (500)",
        [
            "ec2_placement_groups: a placement group is made",
            "ec2_placement_groups: a name is taken once",
            "ec2_placement_groups: it is found",
            "ec2_placement_groups: it goes",
            "ec2_placement_groups: it is gone",
            "ec2_placement_groups: and cannot go twice",
        ],
    ),
    (
        "sandbox",
        "moto's node groups are ACTIVE at once, and its updates done; every caller is in its one account "
        "(docs.aws.amazon.com/eks/latest/APIReference/API_Nodegroup.html)",
        [
            "eks_create: a stranger's node group is not there",
            "eks_create: it goes",
            "eks_updates: labels come and go",
        ],
    ),
    (
        "sandbox",
        "moto ignores updateConfig and nodeRepairConfig on creation, and has the image type of before "
        "Kubernetes 1.30 (botocore's model of EKS 2017-11-01; HHS/simpler-grants-gov#12404)",
        [
            "eks_create: a node group begins by being made",
            "eks_create: and its update and repair settings",
            "eks_defaults: the image is Amazon Linux 2023",
            "eks_defaults: one node at a time is updated",
        ],
    ),
    (
        "sandbox",
        "moto checks no node group but for its name, its role and, with a launch template, its disk and keys "
        "(botocore's model of EKS 2017-11-01; where users published the words, sandbox/src/aws/eks says "
        "where)",
        [
            "eks_refusals: an unknown image",
            "eks_refusals: an unknown capacity",
            "eks_refusals: a long label",
            "eks_refusals: a taint of another kind",
            "eks_refusals: a taint twice",
            "eks_refusals: 51 taints",
            "eks_refusals: more at least than at most",
            "eks_refusals: fewer than the least",
            "eks_refusals: more than the most",
            "eks_refusals: half a size",
            "eks_refusals: no room at all",
            "eks_refusals: no subnet",
            "eks_refusals: a machine that is none",
            "eks_refusals: an ARM machine on an x86 image",
            "eks_refusals: a GPU image on a machine without",
            "eks_refusals: an image that is no longer made",
            "eks_refusals: another version than the cluster's",
            "eks_refusals: another version's release",
            "eks_refusals: two ways to say how many may be missing",
            "eks_refusals: a name of 64 letters",
            "eks_refusals: a name with a dot",
            "eks_refusals: a tag of AWS's",
            "eks_refusals: 51 tags",
            "eks_refusals: a Capacity Block without a template",
            "eks_refusals: a number that is text",
        ],
    ),
    (
        "sandbox",
        "moto does not read the launch template of a node group "
        "(docs.aws.amazon.com/eks/latest/userguide/launch-templates.html)",
        [
            "eks_launch_templates: a template says the machine",
            "eks_launch_templates: a machine is said once",
            "eks_launch_templates: a market is the call's",
            "eks_launch_templates: a Capacity Block is not on demand",
            "eks_launch_templates: nor without its market",
            "eks_launch_templates: a role is the call's",
            "eks_launch_templates: subnets are the call's",
            "eks_launch_templates: an image of one's own is of no type",
            "eks_launch_templates: a template must be there",
            "eks_launch_templates: a template has one name",
        ],
    ),
    (
        "sandbox",
        "moto 5.2.1 lacks DescribeUpdate, ListUpdates and UpdateNodegroupVersion, and its tag calls find no "
        "node group (404)",
        [
            "eks_updates: an update ends",
            "eks_updates: it is listed",
            "eks_versions: another version of the template",
            "eks_versions: is taken",
            "eks_versions: another template is not",
            "eks_versions: nor another release than those of the version",
            "eks_versions: nor an older release",
            "eks_versions: the newest images may be asked for",
            "eks_tags: tags are put beside",
            "eks_tags: they are there",
            "eks_tags: one is taken away",
            "eks_tags: it is gone",
            "eks_tags: what is not there has none",
        ],
    ),
    (
        "sandbox",
        "moto checks no update and does not know one by its token (botocore's model of EKS 2017-11-01, "
        "clientRequestToken; terraform-aws-modules/terraform-aws-eks#3306)",
        [
            "eks_updates: the least is no more than there are",
            "eks_updates: nothing is no update",
            "eks_updates: a call made twice is one update",
        ],
    ),
]
