// Package emr knows what Amazon EMR asks of security groups: which role a group plays, what each
// role requires, what is wrong, what to change about it, and how it all is drawn.
//
// There is one check for every use: the requirements of requirements.go and a Snapshot give
// Findings, and the badge in a list, the edge of the graph, the sentence in the inspector, the JSON
// row and the plan are all readings of them. It writes nothing; a Plan is data.
package emr
