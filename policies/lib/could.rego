# What a value of the view may still turn out to be.
#
# A value of the view is known, absent or unknown: `{"known": "aws"}`, `{"absent": true}`, `{"unknown": true}`.
# A rule is broken where its conditions hold; it is not decided where they could hold and a value is unknown.
package palisade.lib.could

# The value is the wanted one, or is unknown and may become it.
be(value, wanted) if value.known == wanted

be(value, _) if value.unknown

# The value is not set, or is unknown and may turn out not to be.
be_absent(value) if value.absent

be_absent(value) if value.unknown
