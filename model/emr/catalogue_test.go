package emr_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/model/emr"
)

var updateDocs = flag.Bool("update", false, "write the golden files anew")

func numbers(list []emr.Match) []int {
	var out []int
	for _, m := range list {
		out = append(out, m.Case.Number)
	}
	return out
}

// asShown fills the gaps of a message as AWS does.
func asShown(message string) string {
	for _, filling := range []string{"j-1P38LJGZQ23DK", "arn:aws:iam::111122223333:role/x", "sg-0123456789abcdef0"} {
		message = strings.Replace(message, "…", filling, 1)
	}
	return message
}

// TestExplainMessages gives every message as it is shown, wrapped, shouted, quoted and within an event:
// its case comes first, or shares the first place with those that have the same message.
func TestExplainMessages(t *testing.T) {
	forms := map[string]func(string) string{
		"as it is":      func(s string) string { return s },
		"in upper case": strings.ToUpper,
		"wrapped": func(s string) string {
			var b strings.Builder
			for i, r := range s {
				if i > 0 && i%17 == 0 {
					b.WriteString("\n    ")
				}
				b.WriteRune(r)
			}
			return b.String()
		},
		"spaced": func(s string) string { return "  " + strings.ReplaceAll(s, " ", "\t  ") + "\n" },
		"of Terraform": func(s string) string {
			return "Error: waiting for EMR Cluster (j-1P38LJGZQ23DK) to create: last error: " + s
		},
		"of CloudTrail": func(s string) string {
			return fmt.Sprintf(`{"eventSource":"elasticmapreduce.amazonaws.com","errorMessage":%q}`, s)
		},
		"without points": func(s string) string { return strings.NewReplacer(".", "", ":", "", ",", "").Replace(s) },
	}
	for _, c := range emr.Catalogue() {
		for _, message := range c.Messages {
			for name, form := range forms {
				text := form(asShown(message))
				got := emr.Explain(text)
				i := slices.IndexFunc(got, func(m emr.Match) bool { return m.Case.Number == c.Number })
				if i < 0 || got[i].Score != got[0].Score || got[i].How != emr.ByMessage {
					t.Errorf("%d %s: found %v\nin %q", c.Number, name, numbers(got), text)
				}
			}
		}
	}
}

// TestExplain tables texts that people paste or say: what comes first.
func TestExplain(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"TERMINATED_WITH_ERRORS: VALIDATION_ERROR: ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443", 1},
		{"is missing ingress rule from EmrManagedMasterSecurityGroup", 1},
		{"specify a ServiceAccessSecurityGroup if you use custom security groups", 2},
		{"the cluster is stuck in STARTING for an hour", 3},
		{"Service role arn:aws:iam::1:role/emr has insufficient EC2 permissions", 6},
		{"VALIDATION_ERROR: Service role arn:aws:iam::xxx:role/emr-service has insufficient EC2 permissions. EC2 Message: You are not authorized to perform: ec2:CreateSecurityGroup", 6},
		{"Cluster failed to attach to the Workspace. Reason: Attaching the workspace(notebook) failed. Service Role does not have the required permissions. You are not authorized to perform this operation. User: arn:aws:sts::1:assumed-role/r/ElasticMapReduceEditorsSession is not authorized to perform: ec2:CreateNetworkInterface on resource: arn:aws:ec2:eu-central-1:1:security-group/sg-0a1 because no identity-based policy allows the ec2:CreateNetworkInterface action.", 7},
		{"Attaching the workspace(notebook) failed. Service Role does not have the required permissions", 7},
		{"ElasticMapReduceEditorsSession is not authorized to perform: ec2:CreateNetworkInterface on resource", 7},
		{`{"eventName":"CreateNetworkInterface","errorCode":"Client.UnauthorizedOperation","userIdentity":{"principalId":"AROA:ElasticMapReduceEditorsSession"}}`, 8},
		{"Unable to attach to cluster j-2AXXXXXXGAPLF. Reason: Attaching the workspace(notebook) failed. Internal error", 9},
		{"Attaching the workspace(notebook) failed. Internal error", 9},
		{"Notebook security group sg-1 should not have any ingress rules. Please fix the security group or use the default option.", 10},
		{"Unable to attach to cluster j-1P38LJGZQ23DK. Reason: Attaching the workspace(notebook) failed. Notebook security group sg-0123456789abcdef0 should not have any ingress rules. Please fix the security group or use the default option.", 10},
		{"my Workspace cannot attach: the notebook group has ingress rules", 10},
		{"the workspace's group has inbound rules", 10},
		{"attaching the workspace fails with an internal error", 9},
		{"attaching times out, the workspace egress rule for 18888 points at itself", 11},
		{"the engine group has no inbound rule for port 18888, kernel does not start in the studio", 13},
		{"second Studio cannot attach, the first can", 14},
		{"workspace rule is udp 18888", 15},
		{"linking a Git repository in EMR Studio fails", 16},
		{"cannot link git repository", 16},
		{"can't link a Git repo", 16},
		{"cluster creation fails because of block public access", 20},
		{"I typed 8433 on the master", 21},
		{"One of ['cidr_blocks', 'ipv6_cidr_blocks', 'self', 'source_security_group_id', 'prefix_list_ids'] must be set to create an AWS Security Group Rule", 21},
		{"ssh to the master node times out", 23},
		{"DependencyViolation: resource sg-0123456789abcdef0 has a dependent object", 29},
		{"DependencyViolation: resource sg-0123456789abcdef0 (DefaultEngineSecurityGroup) has a dependent object", 30},
		{"The VPC/subnet configuration was invalid: Cannot find route to InternetGateway in main RouteTable rtb-0a1 for vpc vpc-0a1.", 32},
		{"my cluster is not listed when I attach", 33},
		{"An error occurred (SecurityGroupsPerInterfaceLimitExceeded) when calling the ModifyNetworkInterfaceAttribute operation", 37},
		{"An error occurred (InvalidGroup.NotFound) when calling the DescribeSecurityGroups operation: The security group 'sg-0a1' does not exist", 39},
		{"emr on eks: load balancer targets unhealthy", 40},
		{"Network Failure", 42},
		{"create studio: network failure", 42},
		{"InvalidRequestException: Service role does not have permission to access s3://x", 43},
		{"403: Forbidden", 48},
		{"Workspace shows 403 Forbidden", 48},
		{"service access security group missing rule port 9443", 1},
		{"kernel start times out", 11},
		{"The kernel failed to start: timeout", 11},
		{"Git link fails, kernels fine", 16},
		{"Failed to connect to github.com port 443: Connection timed out", 16},
		{"private Git unreachable by name: Could not resolve host: git.corp.example", 18},
		{"git credentials fail: not authorized to perform: secretsmanager:GetSecretValue", 19},
		{"On the master instance (i-0abc), bootstrap action 1 returned a non-zero return code", 21},
		{"master and core nodes cannot talk over UDP", 28},
		{"my cluster does not appear in the list of clusters in EMR Studio", 33},
		{"EMR 8 private cluster fails", 35},
		{"emr-spark-8.0.0: not authorized to perform ec2:CreateVpcEndpoint", 35},
		{"EKS: no kernels, ALB targets unhealthy", 40},
		{"EMR 7 and EMR 8 clusters in one VPC, the newer one fails", 45},
		{"kernels on EKS fail to start (timeout)", 49},
		{"engine security group open to 0.0.0.0/0", 26},
	} {
		got := emr.Explain(c.text)
		if len(got) == 0 || got[0].Case.Number != c.want {
			t.Errorf("%q: %v, want %d first", c.text, numbers(got), c.want)
		}
	}
}

// TestCaseLinks: China has a site of its own.
func TestCaseLinks(t *testing.T) {
	for _, c := range emr.Catalogue() {
		for i, link := range c.In("aws-cn").Sources {
			if strings.HasPrefix(link, "https://docs.aws.amazon.com/") || c.In("aws-us-gov").Sources[i] != c.Sources[i] {
				t.Errorf("%d: %s", c.Number, link)
			}
		}
	}
}

func TestExplainNothing(t *testing.T) {
	for _, text := range []string{
		"", " \n\t", "…", "hello", "the", "connection refused", "dial tcp 127.0.0.1:8080: connect: connection refused",
		"An error occurred (AccessDenied) when calling the GetObject operation: Access Denied", "ThrottlingException: Rate exceeded",
		"panic: runtime error: index out of range [3] with length 3", "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor",
		"java.lang.OutOfMemoryError: Java heap space", "HTTP/1.1 403 Forbidden\nServer: nginx", "npm ERR! network failure, request to https://registry failed",
		"kernel panic - not syncing: timeout", "permission denied (publickey)", "You are not authorized to perform this operation.",
		"error", "failed", "security group", "sg-0123456789abcdef0", "cluster", "VALIDATION_ERROR", "on port", "{}", "select * from clusters",
		"The VPC/subnet configuration was invalid: DNS resolution is not enabled", "clusters in a private EMR VPC lost 8443",
	} {
		if got := emr.Explain(text); len(got) > 0 {
			t.Errorf("%q: found %v (%v)", text, numbers(got), got[0].How)
		}
	}
}

func TestMentioned(t *testing.T) {
	for _, c := range []struct {
		text string
		want emr.Mentions
	}{
		{"arn:aws:ec2:eu-central-1:1:security-group/sg-0123456789abcdef0 and SG-0123456789ABCDEF0", emr.Mentions{Groups: []string{"sg-0123456789abcdef0"}}},
		{"cluster j-1p38ljgzq23dk of Studio es-ABCDEF123", emr.Mentions{Clusters: []string{"j-1P38LJGZQ23DK"}, Studios: []string{"es-ABCDEF123"}}},
		{"rtb-id for vpc vpc-id, vpc-0a1b2c3d, subnet-1 eni-2 i-3", emr.Mentions{VPCs: []string{"vpc-0a1b2c3d"}, Subnets: []string{"subnet-1"}, Interfaces: []string{"eni-2"}, Instances: []string{"i-3"}}},
		{"sg-XXXXXX, my-sg-1, sg-1_2, sg-1-2, xsg-1", emr.Mentions{}},
		{"on port 9443, fromPort\":8443, toPort = 8444, tcp/22, udp 18888-18889, 99999", emr.Mentions{Ports: []uint16{9443, 8443, 8444, 22, 18888, 18889}}},
		{"typed 8433 for it, 70000 port 70000", emr.Mentions{Ports: []uint16{8433}}},
		{
			"ServiceAccessSecurityGroup, DefaultWorkspaceSecurityGroupWithoutGit and ElasticMapReduce-Master-Private",
			emr.Mentions{Names: []string{"ServiceAccessSecurityGroup", "DefaultWorkspaceSecurityGroupWithoutGit", "ElasticMapReduce-Master-Private"}},
		},
	} {
		if diff := cmp.Diff(c.want, emr.Mentioned(c.text)); diff != "" {
			t.Errorf("%q (-want +got)\n%s", c.text, diff)
		}
	}
}

// TestMatchFindings goes from a text to the finding that it is about.
func TestMatchFindings(t *testing.T) {
	two := strings.Replace(private, "cluster j-1 etl", "cluster j-2 other WAITING emr-7.5.0 subnet-a sg-m2 sg-c primary=i-2 service=sg-s2\ncluster j-1 etl", 1)
	text := without(two, "  ingress tcp 9443 from sg-m") + "group sg-m2 vpc-1 m2\n  egress all to 0.0.0.0/0\n  ingress all from sg-m2\n  ingress all from sg-c\ngroup sg-s2 vpc-1 s2\n"
	a := emr.Analyse(routed(text, false), emr.Scope{})
	const message = "ServiceAccessSecurityGroup is missing ingress rule from EmrManagedMasterSecurityGroup on port 9443"
	keys := func(text string) []string {
		var out []string
		for _, f := range emr.Explain(text)[0].Findings(a) {
			out = append(out, f.Key())
		}
		return out
	}
	if got := keys(message); len(got) != 2 {
		t.Errorf("of both clusters: %v", got)
	}
	if got := keys("j-2: " + message); !slices.Equal(got, []string{"service-ingress-9443:sg-s2:sg-m2"}) {
		t.Errorf("of j-2: %v", got)
	}
	if got := keys("j-99: " + message); len(got) != 2 {
		t.Errorf("of a cluster that was not read: %v", got)
	}
}

// decidable gives what the API's facts can decide; the rest cannot be seen, and says why.
func decidable() []int {
	return []int{1, 2, 3, 4, 7, 10, 11, 12, 13, 14, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27, 28, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 44, 45}
}

// TestCatalogue holds the rows to each other: all the numbers, every text, a link, and an answer to
// whether it can be seen.
func TestCatalogue(t *testing.T) {
	list := emr.Catalogue()
	if len(list) != 49 {
		t.Fatalf("%d cases", len(list))
	}
	for i, c := range list {
		if c.Number != i+1 {
			t.Errorf("case %d stands at %d", c.Number, i+1)
		}
		if c.Title == "" || c.Cause == "" || c.Fix == "" || c.Kind == "" || len(c.Sources) == 0 {
			t.Errorf("%d: a text is missing", c.Number)
		}
		if len(c.Messages)+len(c.Signs) == 0 {
			t.Errorf("%d: nothing leads to it", c.Number)
		}
		if slices.Contains(decidable(), c.Number) && len(c.Requirements) == 0 {
			t.Errorf("%d can be decided, and nothing finds it", c.Number)
		}
		if !slices.Contains(decidable(), c.Number) && (c.Unseen == "" || len(c.Requirements) > 0) {
			t.Errorf("%d cannot be decided, and does not say so", c.Number)
		}
		for _, s := range c.Sources {
			if !strings.HasPrefix(s, "https://") {
				t.Errorf("%d: source %q", c.Number, s)
			}
		}
		for _, sign := range c.Signs {
			if sign != strings.ToLower(sign) || strings.ContainsFunc(sign, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != ' ' }) {
				t.Errorf("%d: sign %q would match nothing", c.Number, sign)
			}
		}
		if again, ok := emr.CaseOf(c.Number); !ok || again.Title != c.Title {
			t.Errorf("%d is not found by its number", c.Number)
		}
	}
	if _, ok := emr.CaseOf(50); ok {
		t.Error("there is a case 50")
	}
}

// TestSigns says each symptom in its own signs, after a word of EMR: its case is among what is found.
func TestSigns(t *testing.T) {
	for _, c := range emr.Catalogue() {
		for _, sign := range c.Signs {
			if got := numbers(emr.Explain("EMR: " + sign)); !slices.Contains(got, c.Number) {
				t.Errorf("%d by %q: %v", c.Number, sign, got)
			}
		}
	}
}

const failuresPage = "../../docs/failures.md"

// TestFailuresDocs holds docs/failures.md to the catalogue.
func TestFailuresDocs(t *testing.T) {
	want := failures(emr.Catalogue())
	if *updateDocs {
		if err := os.WriteFile(failuresPage, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(failuresPage)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("docs/failures.md is not what the catalogue says (-want +got); go test ./model/emr -update writes it\n%s", diff)
	}
}

func failures(list []emr.Case) string {
	var b strings.Builder
	b.WriteString(`# Failures and what they come from

What goes wrong with EMR's clusters, Studios and notebooks for reasons of the network or that look like
it. ` + "`sgscope explain TEXT`" + ` finds the entry of an error message. This page is made from the catalogue
itself; a test keeps it true.

Kind: SG rules and groups, TAG tags that policies ask for, IAM roles, NET subnets and routes, APP nothing
of the network. Messages are word for word; … stands for what differs.

| # | kind | seen by sgscope |
|---|---|---|
`)
	for _, c := range list {
		fmt.Fprintf(&b, "| [%d](#%d) %s | %s | %s |\n", c.Number, c.Number, c.Title, c.Kind, seen(c))
	}
	for _, c := range list {
		fmt.Fprintf(&b, "\n## %d\n\n%s.\n\n", c.Number, sentence(c.Title))
		for _, m := range c.Messages {
			fmt.Fprintf(&b, "> %s\n\n", m)
		}
		fmt.Fprintf(&b, "- Cause: %s\n- Fix: %s\n", c.Cause, c.Fix)
		if len(c.Requirements) > 0 {
			fmt.Fprintf(&b, "- Found by: `%s`\n", strings.Join(c.Requirements, "`, `"))
		}
		if c.Ask != "" {
			fmt.Fprintf(&b, "- Ask: %s\n", c.Ask)
		}
		if c.Unseen != "" {
			fmt.Fprintf(&b, "- Not seen: %s\n", c.Unseen)
		}
		fmt.Fprintf(&b, "- Sources: %s\n", strings.Join(c.Sources, " · "))
	}
	return b.String()
}

func sentence(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

func seen(c emr.Case) string {
	switch {
	case len(c.Requirements) > 0 && c.Unseen == "":
		return "yes"
	case len(c.Requirements) > 0:
		return "in part"
	case c.Ask != "":
		return "when asked"
	case strings.HasPrefix(c.Unseen, "Not yet"):
		return "not yet"
	}
	return "no"
}

func FuzzExplain(f *testing.F) {
	for _, c := range emr.Catalogue() {
		for _, m := range c.Messages {
			f.Add(asShown(m))
		}
		f.Add(strings.Join(c.Signs, "; "))
	}
	f.Add("sg-1 sg-\xff j-1 port 65536 ports: 1-2 vpc-\x00")
	f.Fuzz(func(t *testing.T, text string) {
		got := emr.Explain(text)
		for i, m := range got {
			if m.Score <= 0 || i > 0 && m.Score > got[i-1].Score {
				t.Errorf("%q: scores out of order", text)
			}
			if m.How != emr.BySigns && m.Message == "" {
				t.Errorf("%q: %v without a message", text, m.How)
			}
		}
		if again := emr.Explain(text); !slices.Equal(numbers(again), numbers(got)) {
			t.Errorf("%q: %v, then %v", text, numbers(got), numbers(again))
		}
		m := emr.Mentioned(text)
		for _, id := range slices.Concat(m.Groups, m.VPCs, m.Subnets, m.Interfaces, m.Instances, m.Clusters, m.Studios) {
			if !strings.Contains(strings.ToLower(text), strings.ToLower(id)) {
				t.Errorf("%q does not hold %s", text, id)
			}
		}
	})
}

func BenchmarkExplain(b *testing.B) {
	text := strings.Repeat("Cluster failed to attach to the Workspace. ", 100)
	for b.Loop() {
		emr.Explain(text)
	}
}
