// Package ui is the explorer: one Bubble Tea model, and pages that are methods on plain structs.
//
// It shows what model/emr says of a Snapshot and judges nothing itself. It knows no cloud: an
// account is opened by a func that main supplies, and reached through Reader and Writer alone. All
// reading and writing is in cloud.go, as commands that touch no state; everything else is a pure
// reaction to a message.
//
// The words: a page fills the screen between header and footer; a dialog lies over it and takes all
// keys; an action is what a key does, from one table that also makes help, palette and hints; a
// frame is what something draws, with the cursor and the places that a mouse can hit.
package ui
