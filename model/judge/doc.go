// Package judge puts what model/lint finds of any group beside what model/emr finds of EMR's. It judges
// nothing itself: it chooses which checks are asked, leaves out what EMR's findings say already, and
// makes the one plan for keys of both.
//
// The checks of any group are never fixed unasked: a plan has their changes only where its goal names
// their keys, and none of those is preselected.
package judge
