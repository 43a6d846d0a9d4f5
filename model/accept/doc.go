// Package accept knows which findings somebody has decided to live with: the entries of a list, each
// with a finding's key, a reason, and the last day on which it holds. An accepted finding is still a
// finding; it is shown, marked, and not counted with the others. Once an entry has expired its
// findings count again.
//
// It reads no file and knows no clock: the entries and the time are given.
package accept
