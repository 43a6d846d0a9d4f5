package emr_test

import (
	"strings"
	"testing"

	"github.com/sgscope/sgscope/model"
	"github.com/sgscope/sgscope/model/emr"
	"github.com/sgscope/sgscope/model/fixture"
)

// whole is one healthy account with something of everything, so that any two failures can be planted into
// it at once: Studios with and without Git and with names of their own, private clusters of 7.x with custom
// groups and of 8 with the default ones, a public cluster in a VPC of its own, EMR on EKS, Serverless and
// notebooks.
var whole = `
vpc vpc-1 10.0.0.0/16 tagged
subnet subnet-a vpc-1 10.0.1.0/24 tagged
subnet subnet-b vpc-1 10.0.2.0/24 tagged
subnet subnet-p vpc-1 10.0.9.0/24 tagged
igw igw-1 vpc-1
nat nat-1 vpc-1 subnet-p 203.0.113.9
table rtb-1 vpc-1 10.0.0.0/16>local,0.0.0.0/0>nat-1
table rtb-p vpc-1 10.0.0.0/16>local,0.0.0.0/0>igw-1 subnets=subnet-p
acl acl-1 vpc-1 subnet-a,subnet-b,subnet-p
prefixlist pl-s3 com.amazonaws.us-east-1.s3 52.216.0.0/15
endpoint vpce-s3 vpc-1 com.amazonaws.us-east-1.s3 tables=rtb-1
endpoint vpce-emr vpc-1 aws.api.us-east-1.emr-service-cell01 name=emr-service-vpce groups=sg-ds subnets=subnet-b
publicaccess on 22-22
vpc vpc-2 10.2.0.0/16 tagged
subnet subnet-q vpc-2 10.2.1.0/24 tagged
igw igw-2 vpc-2
table rtb-q vpc-2 10.2.0.0/16>local,0.0.0.0/0>igw-2
acl acl-2 vpc-2 subnet-q
` + wholeStudios + wholeClusters + wholeServices

const wholeStudios = `
studio es-1 data vpc-1 sg-ws sg-eng subnet-a,subnet-b
studio es-2 plain vpc-1 sg-w2 sg-eng subnet-a,subnet-b
studio es-3 ml vpc-1 sg-w3 sg-e3 subnet-a,subnet-b
studio es-9 public vpc-2 sg-w9 sg-e9 subnet-q
group sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged
  egress tcp 18888 to sg-eng
  egress tcp 443 to 0.0.0.0/0
group sg-w2 vpc-1 DefaultWorkspaceSecurityGroupWithoutGit tagged
  egress tcp 18888 to sg-eng
group sg-eng vpc-1 DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-ws
  ingress tcp 18888 from sg-w2
group sg-w3 vpc-1 ml-workspace tagged
  egress tcp 18888 to sg-e3
  egress tcp 443 to 0.0.0.0/0
group sg-e3 vpc-1 ml-engine tagged
  ingress tcp 18888 from sg-w3
group sg-w9 vpc-2 DefaultWorkspaceSecurityGroupWithoutGit tagged
  egress tcp 18888 to sg-e9
group sg-e9 vpc-2 DefaultEngineSecurityGroup tagged
  ingress tcp 18888 from sg-w9
group sg-edi vpc-1 ElasticMapReduceEditors-Editor
  egress tcp 18888 to sg-liv
group sg-liv vpc-1 ElasticMapReduceEditors-Livy
  ingress tcp 18888 from sg-edi
group sg-app vpc-1 portal
  ingress tcp 443 from 10.0.0.0/16
  egress all to 0.0.0.0/0
group sg-dns vpc-1 resolver
  ingress udp 53 from 10.9.0.0/16
`

const apps = " apps=Spark,Livy,JupyterEnterpriseGateway role=EMR_DefaultRole_V2\n"

// nodes gives the two groups of a private cluster with what EMR gives them.
func nodes(vpc, primary, core, service string, names ...string) string {
	var both strings.Builder
	for _, from := range []string{primary, core} {
		both.WriteString("  ingress tcp 0-65535 from " + from + "\n  ingress udp 0-65535 from " + from + "\n  ingress icmp from " + from + "\n")
	}
	if service != "" {
		both.WriteString("  ingress tcp 8443 from " + service + "\n")
	}
	both.WriteString("  egress all to 0.0.0.0/0\n")
	return "group " + primary + " " + vpc + " " + names[0] + " tagged\n" + both.String() + "group " + core + " " + vpc + " " + names[1] + " tagged\n" + both.String()
}

var wholeClusters = "cluster j-7 etl WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-7 service=sg-s" + apps +
	nodes("vpc-1", "sg-m", "sg-c", "sg-s", "etl-primary", "etl-core") +
	"group sg-s vpc-1 etl-service tagged\n  ingress tcp 9443 from sg-m\n  egress tcp 8443 to sg-m\n  egress tcp 8443 to sg-c\n" +
	"cluster j-8 next WAITING emr-spark-8.0.0 subnet-b sg-dm sg-dc primary=i-8 service=sg-ds additional=sg-ssh" + apps +
	nodes("vpc-1", "sg-dm", "sg-dc", "sg-ds", "ElasticMapReduce-Master-Private", "ElasticMapReduce-Slave-Private") +
	"group sg-ds vpc-1 ElasticMapReduce-ServiceAccess tagged\n  ingress tcp 443 from 10.0.0.0/16\n" +
	"group sg-ssh vpc-1 my-ssh tagged\n  ingress tcp 22 from 198.51.100.7/32\n" +
	"eni eni-8 subnet-b 10.0.2.9 sg-dm,sg-ssh instance=i-8\n" +
	"cluster j-p pub WAITING emr-7.5.0 subnet-q sg-pm sg-pc primary=i-p" + apps +
	nodes("vpc-2", "sg-pm", "sg-pc", "", "ElasticMapReduce-master", "ElasticMapReduce-slave")

const wholeServices = `
virtual vc-1 eks-data RUNNING vpc=vpc-1 subnets=subnet-a,subnet-b group=sg-eks
managedendpoint ep-1 vc-1 ACTIVE sg-lb subnets=subnet-a
group sg-eks vpc-1 eks-cluster-sg-data
  ingress all from sg-eks
  ingress tcp 18888 from sg-lb
  egress all to 0.0.0.0/0
group sg-lb vpc-1 emr-containers-lb-vc-1-ep-1
  ingress tcp 443 from 10.0.0.0/16
  egress all to 0.0.0.0/0
app 00f1 adhoc STARTED subnets=subnet-a groups=sg-less
group sg-less vpc-1 serverless
  egress all to 0.0.0.0/0
`

// edit is a fixture's text, changed line by line; planting twice what cannot be there twice does nothing.
type edit struct{ lines []string }

func edited(text string, changes ...func(*edit)) string {
	e := &edit{strings.Split(text, "\n")}
	for _, c := range changes {
		c(e)
	}
	return strings.Join(e.lines, "\n")
}

// rule adds a rule to a group.
func rule(group, text string) func(*edit) {
	return func(e *edit) {
		for i, l := range e.lines {
			if strings.HasPrefix(l, "group "+group+" ") {
				e.lines = append(e.lines[:i+1:i+1], append([]string{"  " + text}, e.lines[i+1:]...)...)
				return
			}
		}
		panic("the fixture has no group " + group)
	}
}

// drop takes a group's rules that begin with the text away.
func drop(group, text string) func(*edit) {
	return func(e *edit) {
		in := false
		var out []string
		for _, l := range e.lines {
			if !strings.HasPrefix(l, " ") && l != "" {
				in = strings.HasPrefix(l, "group "+group+" ")
			}
			if in && strings.HasPrefix(strings.TrimSpace(l), text) {
				continue
			}
			out = append(out, l)
		}
		e.lines = out
	}
}

// line adds a line.
func line(text string) func(*edit) {
	return func(e *edit) { e.lines = append(e.lines, text) }
}

// swap changes a piece of the line that begins with the text.
func swap(begins, old, with string) func(*edit) {
	return func(e *edit) {
		for i, l := range e.lines {
			if strings.HasPrefix(l, begins) {
				e.lines[i] = strings.Replace(l, old, with, 1)
				return
			}
		}
		panic("the fixture has no line " + begins)
	}
}

func all(list ...func(*edit)) func(*edit) {
	return func(e *edit) {
		for _, c := range list {
			c(e)
		}
	}
}

// worse gives the findings of an analysis that are conditional or worse, or not decided, by key.
func worse(a *emr.Analysis) map[string]model.Finding {
	out := map[string]model.Finding{}
	for _, f := range a.Findings() {
		if f.Severity >= model.Conditional {
			out[f.Key()] = f
		}
	}
	return out
}

// shapes are healthy accounts of several shapes.
func shapes() map[string]string {
	const around = `
vpc vpc-1 10.0.0.0/16 tagged
subnet subnet-a vpc-1 10.0.1.0/24 tagged
subnet subnet-p vpc-1 10.0.9.0/24 tagged
igw igw-1 vpc-1
nat nat-1 vpc-1 subnet-p 203.0.113.9
table rtb-1 vpc-1 10.0.0.0/16>local,0.0.0.0/0>nat-1
table rtb-p vpc-1 10.0.0.0/16>local,0.0.0.0/0>igw-1 subnets=subnet-p
acl acl-1 vpc-1 subnet-a,subnet-p
`
	service := "group sg-s vpc-1 ElasticMapReduce-ServiceAccess tagged\n  ingress tcp 9443 from sg-m\n  egress tcp 8443 to sg-m\n  egress tcp 8443 to sg-c\n"
	private := nodes("vpc-1", "sg-m", "sg-c", "sg-s", "ElasticMapReduce-Master-Private", "ElasticMapReduce-Slave-Private")
	seven := "cluster j-1 etl WAITING emr-7.5.0 subnet-a sg-m sg-c primary=i-1 service=sg-s" + apps
	git := "studio es-1 data vpc-1 sg-ws sg-eng subnet-a\ngroup sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\n  egress tcp 18888 to sg-eng\n" +
		"  egress tcp 443 to 0.0.0.0/0\ngroup sg-eng vpc-1 DefaultEngineSecurityGroup tagged\n  ingress tcp 18888 from sg-ws\n"
	return map[string]string{
		"everything": whole,
		"nothing":    around,
		"no Studio":  around + seven + private + service,
		"private":    around + git + seven + private + service,
		"public": around + "cluster j-1 etl WAITING emr-7.5.0 subnet-p sg-m sg-c primary=i-1" + apps +
			nodes("vpc-1", "sg-m", "sg-c", "", "ElasticMapReduce-master", "ElasticMapReduce-slave"),
		"8": around + "cluster j-1 etl WAITING emr-spark-8.0.0 subnet-a sg-m sg-c primary=i-1 service=sg-s" + apps + private +
			"group sg-s vpc-1 ElasticMapReduce-ServiceAccess tagged\n  ingress tcp 443 from 10.0.0.0/16\n",
		"7 and 8": around + seven + "cluster j-2 etl WAITING emr-spark-8.0.0 subnet-a sg-m sg-c primary=i-1 service=sg-s" + apps + private +
			service + "  ingress tcp 443 from 10.0.0.0/16\n",
		"before 5.30": around + "cluster j-1 etl WAITING emr-5.20.0 subnet-a sg-m sg-c primary=i-1 service=sg-s\n" + private +
			strings.Replace(service, "  ingress tcp 9443 from sg-m\n", "", 1),
		"custom names": around + seven + strings.NewReplacer("ElasticMapReduce-Master-Private", "m", "ElasticMapReduce-Slave-Private", "c",
			"ElasticMapReduce-ServiceAccess", "s", "DefaultWorkspaceSecurityGroupGit", "w", "DefaultEngineSecurityGroup", "e").Replace(git+private+service),
		"newer spelling": around + strings.NewReplacer("-Master-", "-Primary-", "-Slave-", "-Core-").Replace(seven+private+service),
		"Engine is the managed primary": around + "studio es-1 data vpc-1 sg-ws sg-m subnet-a\ngroup sg-ws vpc-1 DefaultWorkspaceSecurityGroupGit tagged\n" +
			"  egress tcp 18888 to sg-m\n  egress tcp 443 to 0.0.0.0/0\n" + seven +
			strings.Replace(private, "Master-Private tagged\n", "Master-Private tagged\n  ingress tcp 18888 from sg-ws\n", 1) + service,
		"notebooks": around + "group sg-e vpc-1 ElasticMapReduceEditors-Editor\n  egress tcp 18888 to sg-l\ngroup sg-l vpc-1 ElasticMapReduceEditors-Livy\n" +
			"  ingress tcp 18888 from sg-e\n",
		"EKS and Serverless": around + "studio es-1 eks vpc-1 sg-ws sg-eng subnet-a,subnet-b\n" + "subnet subnet-b vpc-1 10.0.2.0/24 tagged\n" +
			edited(git, swap("studio", "studio es-1 data", "studio es-2 data")) + wholeServices,
		"shared VPC": strings.NewReplacer("10.0.0.0/16 tagged", "10.0.0.0/16 owner=999900001111", "10.0.1.0/24 tagged", "10.0.1.0/24 owner=999900001111").Replace(
			around + git + seven + private + service),
		"allow-all in one rule": around + seven + strings.NewReplacer("  ingress tcp 0-65535 from", "  ingress all from").Replace(private) + service,
		"least egress": around + "prefixlist pl-s3 com.amazonaws.us-east-1.s3 52.216.0.0/15\n" + seven + strings.ReplaceAll(private, "  egress all to 0.0.0.0/0\n",
			"  egress all to sg-m\n  egress all to sg-c\n  egress tcp 9443 to sg-s\n  egress tcp 443 to sg-s\n  egress tcp 0-65535 to pl-s3\n") + service,
	}
}

// TestHealthyShapes holds that nothing of conditional or worse is found where nothing is wrong. What a
// participant cannot see in a shared VPC is unknown, and never more.
func TestHealthyShapes(t *testing.T) {
	for name, text := range shapes() {
		for key, f := range worse(emr.Analyse(fixture.Snapshot(text), emr.Scope{})) {
			if name == "shared VPC" && f.State == model.StateUnknown && (f.ID == "network-tag" || f.ID == "cluster-group-tag") {
				continue
			}
			t.Errorf("%s: %s %s %s: %s", name, f.State, f.Severity, key, f.Reason)
		}
	}
}
