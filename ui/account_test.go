package ui_test

import (
	"strings"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/fixture"
)

// analytics is a believable account: a Studio whose Workspace cannot reach its Engine for two reasons,
// a healthy one, clusters, and groups of other people.
const analytics = `
vpc vpc-0a 10.0.0.0/16 tagged name=analytics
vpc vpc-0b 10.9.0.0/16 name=legacy
subnet subnet-a vpc-0a 10.0.1.0/24 tagged
subnet subnet-b vpc-0a 10.0.2.0/24 tagged
studio es-BROKEN data-science vpc-0a sg-0ws1 sg-0eng1 subnet-a,subnet-b
studio es-FINE ml-team vpc-0a sg-0ws2 sg-0eng2 subnet-a
group sg-0ws1 vpc-0a DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 443 to 0.0.0.0/0 : Required for Git
group sg-0eng1 vpc-0a DefaultEngineSecurityGroup tagged aws:cloudformation:stack-name=emr-base
  ingress tcp 18889 from sg-0ws1
  ingress tcp 22 from 10.0.0.0/8
group sg-0ws2 vpc-0a ml-workspace tagged
  egress tcp 18888 to sg-0eng2
  egress tcp 443 to 0.0.0.0/0
group sg-0eng2 vpc-0a ml-engine tagged
  ingress tcp 18888 from sg-0ws2
group sg-0prim vpc-0a ElasticMapReduce-master
  ingress all from sg-0prim
  ingress all from sg-0core
  egress all to 0.0.0.0/0
group sg-0core vpc-0a ElasticMapReduce-slave
  ingress all from sg-0prim
  ingress all from sg-0core
  egress all to 0.0.0.0/0
group sg-0web vpc-0a web-frontend team=web
  ingress tcp 443 from 0.0.0.0/0
  ingress tcp 8000-8100 from 192.168.7.0/24
  ingress tcp 5432 from sg-0gone
  egress all to 0.0.0.0/0
group sg-0db vpc-0a orders-db
  ingress tcp 5432 from sg-0web
group sg-0def vpc-0a default
  ingress all from sg-0def
  egress all to 0.0.0.0/0
group sg-0old vpc-0b legacy-app
gone sg-0gone
eni eni-1 subnet-a 10.0.1.7 sg-0prim,sg-0eng2 instance=i-0abc aws:elasticmapreduce:job-flow-id=j-1
eni eni-2 subnet-a 10.0.1.8 sg-0web
cluster j-1 etl-nightly WAITING emr-7.5.0 subnet-a sg-0prim sg-0core primary=i-0abc
cluster j-2 adhoc RUNNING emr-5.20.0 subnet-b sg-0prim sg-0core
`

// account is a snapshot of the text as a load would end with it.
func account(text string) model.Snapshot {
	s := fixture.Snapshot(text)
	o := s.Origin()
	o.ReadAt = start
	o.Caller.ARN = "arn:aws:sts::111122223333:assumed-role/admin/jo"
	b := model.NewBuilderFrom(s)
	b.SetOrigin(o)
	return b.Snapshot()
}

// cloudOf is an account with just that in it, read-only.
func cloudOf(text string) *fakeCloud { return &fakeCloud{end: account(text)} }

// without drops the lines that contain one of the words.
func without(text string, words ...string) string {
	var out []string
	for l := range strings.SplitSeq(text, "\n") {
		keep := true
		for _, w := range words {
			keep = keep && !strings.Contains(l, w)
		}
		if keep {
			out = append(out, l)
		}
	}
	return strings.Join(out, "\n")
}
