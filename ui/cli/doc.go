// Package cli is the command line: flags, commands, what goes to stdout and which exit code follows.
//
// It says nothing about groups by itself; the words are ui/report's, the judgements model/emr's. It
// opens no account either: what it needs of the outside is in Env, which main fills. Standard output
// carries the document that was asked for and nothing else; everything else goes to standard error.
//
// Exit codes: 0 for what was asked and found good, 1 for found bad, 2 for bad input or no answer.
package cli
