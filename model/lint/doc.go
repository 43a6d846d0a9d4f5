// Package lint checks any security group, EMR's or not, for what hygiene asks: what is open to the
// world, what is wider than its reader thinks, what is double, stale or left over. It judges sets of
// traffic and addresses and never the text of a rule: two halves of the world are the world, protocol
// "6" is tcp, and several rules together can open what none of them opens alone.
//
// It reads nothing and changes nothing: a Snapshot comes in, findings go out. A fact that was not read
// makes a finding of state unknown, or none; never a fault. What EMR itself asks of its groups is
// judged by model/emr, and its groups get advice here, never a change.
//
// A check is one question with an id. The world is every address that the internet routes: the private
// and special blocks are no part of it. A rule has a part in something if some smallest set of rules
// that makes it so needs that rule.
package lint
