// Package apply carries out a reviewed plan so that a crash, a lost answer or another operator at
// work costs nothing: it reads again, plans again, asks for permission, journals each call before it is
// sent, sends one change at a time, looks again between two, settles what became of each by reading, and
// proves the end by one more read. Afterwards it says from the journal what stands, and makes the plans
// that carry on with the rest or take back what was done.
//
// It speaks to the account through Cloud, the few calls that it needs; it knows neither the SDK nor
// a screen. It never sends again what AWS refused, but for calls that AWS had no time for and groups that
// EC2 does not know yet; and it never sends a change that was not chosen.
//
// The words: an Order is a plan with the steps that somebody chose; a Run is what became of it; a
// Journal is the file that says so, line by line, and outlives the program. Drift is any difference
// between what was reviewed and what is there at the first write; a run whose ground somebody changes
// later is overtaken. A Resumption is a journal beside the world as it is now.
package apply
