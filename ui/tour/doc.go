// Package tour is the walkthrough: lessons as data, and the tests of whether one is done.
//
// It shows nothing, reads nothing and writes nothing. A lesson names a scenario of the sandbox; the
// explorer opens it, and everything in it is real: the same pages, plans and writes. What is right is
// never written down: a prediction's right answer and the end of a task are computed from the
// Snapshot by the same code that judges an account.
//
// # How to write a lesson
//
// A lesson is one Lesson value in the list of its chapter, a func in a file of its own idea
// (basics.go, studio.go, …), and the chapter is a row of Chapters. Say little: a story of at most three
// sentences, one idea, a question with two to four choices, a task of at most two sentences. All of
// it has to be read in 80 columns beside the page that it speaks of.
//
//   - Ask: each Choice has Right, a func on the World. Exactly one must hold at the start; a test asks.
//   - Goals: what must be so at the end, each with the statements that it stands for (E1 … N6) and
//     with Else, what to say while it is not so. A statement is taught by the lesson that has a goal
//     for it, and a test plants it wrong and requires that the lesson is then not done.
//   - Touch: the groups that the task is about, by name or role ("engine:data-science"). A change of
//     any other group, and any finding of wider or worse that is new, makes the attempt a wrong fix:
//     Judge explains it by itself. Traps add words for wrong turns that deserve their own.
//   - Exact: what may differ at the end in the groups of Touch, a rule a line as World.Outside reads it: "+" may be
//     added, and no rule that lets more pass; "-" is the mistake, and has to go; "?" is an old rule that may go
//     or stay, and is named at the end where it stayed; "#GROUP" says that the group's tags are the task. What
//     was there and is on no line has to stay.
//   - Mode: Mend (the zero value) wants the goals to be reached, Leave wants nothing changed and somebody to
//     say so, Revert wants something changed and taken back.
//   - Lines: the hints for somebody who works line by line, where a hint speaks of pages or keys. The last one is
//     computed, unless the way is no list of changes.
//   - Point: where it is on the screen, so that the coach can go there.
//   - Plays: at least two right ways and two wrong ones, as steps. A step is keys, parted by spaces
//     ("f a tab enter"), or a change from outside, as somebody with aws-cli makes it:
//     "+GROUP ingress tcp 22 from 0.0.0.0/0", "-GROUP egress all to 0.0.0.0/0". Names stand for
//     groups in both places; "#NAME KEY=VALUE" tags. A read follows by itself after such steps.
//     "=TEXT" types a text into the field that has the cursor.
//
// In the module's root tour_coverage_later_test.go has a planting for each statement that a lesson of
// chapter 3 or later teaches, and the list of those that no lesson teaches yet.
//
// The words: a World is a snapshot with the looks that lessons take at it; an Attempt is what was
// there at the start and is there now; an Outcome is what Judge makes of it; Left is how a lesson was left in
// the middle, with the changes that make its account so again.
package tour
