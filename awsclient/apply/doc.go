// Package apply carries out a reviewed plan so that a crash, a lost answer or another operator at
// work costs nothing: it reads again, plans again, journals each call before it is sent, sends one
// change at a time, settles what became of it by reading, and proves the end by one more read.
//
// It speaks to the account through Cloud, the few calls that it needs; it knows neither the SDK nor
// a screen. It never retries what AWS refused, and it never sends a change that was not chosen.
//
// The words: an Order is a plan with the steps that somebody chose; a Run is what became of it; a
// Journal is the file that says so, line by line, and outlives the program. Drift is any difference
// between what was reviewed and what is there at the first write.
package apply
