package apply_test

// faultsHead opens docs/faults.md, whose rows TestFaultMatrix writes.
const faultsHead = `# What happens when something goes wrong while a plan is applied

Every call is written to the journal before it is sent and after it is answered. What an error leaves open is
settled by reading the group again, never by the error alone. What then is not certain is said so, and the journal
knows from where to go on.

The table is the result of a test: each fault strikes at each call of four plans (creating the two groups of a Studio,
fixing two groups, and the undo of either), on an account in memory that behaves as EC2 does. Then the fault is gone,
the journal is compared with the world, and what remains is carried out. In every case the end is the planned one, and
no change takes effect twice. ` + "`go test ./awsclient/apply -run TestFaultMatrix -update`" + ` writes it anew;
` + "`go test -run 'TestKill|TestFaultsOnTheWire|TestPeerFaults' .`" + ` does the same with real processes, with the
SDK over HTTP, and before moto.

- **strikes**: whether the change took effect before the fault. The program does not know this; it finds out.
- **the change is then**: what the journal says of the call that was struck. "already so" is a change that somebody
  else made; an undo leaves it alone. "unsettled" is said only where reading gave no answer either.
- **way on**: where anything is missing, the next start offers to continue, to undo or to leave it.

A throttled call, and one about a group that EC2 does not know yet because it was just made, are held back 1, 2, 4, 8
and 16 seconds; the screen says why and how long. Expired credentials stop the run: sign in again, and continue.
A missing permission shows before the first write, all of them at once, where a dry run can tell.

| fault | strikes | calls | the run is | the change is then | way on |
|---|---|---|---|---|---|
`
