// Package report tells what an analysis found: findings, graphs, traces and plans as text that is
// read from top to bottom, as JSON, and as lines of aws-cli.
//
// It decides nothing: every verdict, sentence and change is model/emr's and model/reach's, and the
// functions here are pure apart from the writer that they are given. What AWS wrote reaches a
// terminal or a shell only through model.Printable; JSON keeps it exactly, with the characters that
// could act on a terminal written as \uXXXX.
//
// A View says what is told about; a document is one of the JSON forms, which docs/json.md lists.
package report
