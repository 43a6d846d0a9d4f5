package sandbox_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/sgscope/sgscope/awsclient/sandbox"
)

func TestCallerIdentity(t *testing.T) {
	for _, region := range []string{"us-east-1", "eu-west-3"} {
		r := askSigned(t, account(t, ""), region, "sts", "GetCallerIdentity", "")
		got := []string{r.one("GetCallerIdentityResult/Account"), r.one("GetCallerIdentityResult/Arn")}
		want := []string{"123456789012", "arn:aws:sts::123456789012:assumed-role/DataPlatformOperator/maya"}
		if !cmp.Equal(got, want) || r.XMLName.Space != "https://sts.amazonaws.com/doc/2011-06-15/" {
			t.Errorf("%s: %v in %s, want %v", region, got, r.XMLName.Space, want)
		}
	}
}

func TestOtherRegionIsEmpty(t *testing.T) {
	a := account(t, "")
	for _, action := range []string{"DescribeVpcs", "DescribeSecurityGroups", "DescribeNetworkInterfaces", "DescribeManagedPrefixLists"} {
		r := askSigned(t, a, "eu-west-3", "ec2", action, "")
		if r.status != http.StatusOK || len(r.Kids) != 2 || len(r.Kids[1].Kids) != 0 {
			t.Errorf("%s elsewhere: %d, %v", action, r.status, r.Kids)
		}
	}
	if r := askSigned(t, a, "eu-west-3", "ec2", "CreateSecurityGroup", "GroupName=x&GroupDescription=x"); r.code != "VPCIdNotSpecified" {
		t.Errorf("a group where there is no VPC: %q", r.code)
	}
}

func TestDenied(t *testing.T) {
	a := account(t, `{"base": "analytics", "deny": ["ec2:DescribeRouteTables", "elasticmapreduce:*Studio*", "sts:Get*"],
		"throttle": {"ec2:DescribeVpcs": 2}, "fail": {"ec2:DescribeSub*": "RequestExpired"}}`)
	r := ask(t, a, "DescribeRouteTables", "DryRun=true")
	if r.status != http.StatusForbidden || r.code != "UnauthorizedOperation" {
		t.Errorf("denied: %d %s", r.status, r.code)
	}
	_, encoded, _ := strings.Cut(r.text, "Encoded authorization failure message: ")
	plain := askSigned(t, a, "us-east-1", "sts", "DecodeAuthorizationMessage", "EncodedMessage="+encoded)
	if got := plain.one("DecodeAuthorizationMessageResult/DecodedMessage"); !strings.Contains(got, `"action":"ec2:DescribeRouteTables"`) {
		t.Errorf("decoded: %q", got)
	}
	if r := askSigned(t, a, "us-east-1", "sts", "DecodeAuthorizationMessage", "EncodedMessage=x"); r.code != "InvalidAuthorizationMessageException" {
		t.Errorf("a message of nobody's: %q", r.code)
	}
	if r := askSigned(t, a, "us-east-1", "sts", "GetCallerIdentity", ""); r.status != http.StatusForbidden || r.code != "AccessDenied" {
		t.Errorf("sts: %d %s", r.status, r.code)
	}
	if status, o := askEMR(t, a, "ListStudios", "{}"); status != http.StatusBadRequest || o["__type"] != "AccessDeniedException" {
		t.Errorf("emr: %d %v", status, o)
	}
	for n, want := range []int{503, 503, 200} {
		if r := ask(t, a, "DescribeVpcs", ""); r.status != want {
			t.Errorf("call %d: %d, want %d", n+1, r.status, want)
		}
	}
	if r := ask(t, a, "DescribeSubnets", ""); r.code != "RequestExpired" || r.text != "Request has expired." {
		t.Errorf("failing action: %s %s", r.code, r.text)
	}
}

func TestFaults(t *testing.T) {
	a := account(t, "")
	a.SetFault(func(action string, n int) *sandbox.Fault {
		switch {
		case action == "ec2:DescribeVpcs" && n == 2:
			return &sandbox.Fault{Status: 500, Code: "InternalError", Message: "for the test"}
		case action == "ec2:CreateSecurityGroup":
			return &sandbox.Fault{Lost: true}
		}
		return nil
	})
	id := names(t, a)
	if r := ask(t, a, "DescribeVpcs", ""); r.status != 500 || r.code != "InternalError" || r.text != "for the test" {
		t.Errorf("second call: %d %s %s", r.status, r.code, r.text)
	}
	body := strings.NewReader(id("Action=CreateSecurityGroup&GroupName=x&GroupDescription=x&VpcId=@vpc"))
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://sandbox/", body)
	if err != nil {
		t.Fatal(err)
	}
	if resp, err := a.Do(r); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a lost answer: %v, %v", resp, err)
	}
	a.SetFault(nil)
	again := ask(t, a, "CreateSecurityGroup", id("GroupName=x&GroupDescription=x&VpcId=@vpc"))
	if again.code != "InvalidGroup.Duplicate" {
		t.Errorf("the lost call was not carried out: %q", again.code)
	}
}

func TestCallsAndReset(t *testing.T) {
	a := account(t, "")
	first := must(t, a, "DescribeSecurityGroups", "").all("securityGroupInfo/item/groupId")
	id := names(t, a)
	made := func() string {
		return must(t, a, "CreateSecurityGroup", id("GroupName=x&GroupDescription=x&VpcId=@vpc")).one("groupId")
	}
	before := made()
	ask(t, a, "Nonsense", "")
	askEMR(t, a, "ListClusters", "{}")
	want := []string{
		"ec2:DescribeSecurityGroups", "ec2:DescribeSecurityGroups", "ec2:DescribeVpcs", "ec2:CreateSecurityGroup", "ec2:Nonsense",
		"elasticmapreduce:ListClusters",
	}
	if diff := cmp.Diff(want, a.Calls()); diff != "" {
		t.Errorf("calls (-want +got):\n%s", diff)
	}
	if err := a.Reset(); err != nil {
		t.Fatal(err)
	}
	if got := a.Calls(); len(got) != 0 {
		t.Errorf("calls after Reset: %v", got)
	}
	if diff := cmp.Diff(first, must(t, a, "DescribeSecurityGroups", "").all("securityGroupInfo/item/groupId")); diff != "" {
		t.Errorf("groups after Reset:\n%s", diff)
	}
	if after := made(); after != before {
		t.Errorf("a scenario as new gives new ids: %s, then %s", before, after)
	}
}

func TestSeed(t *testing.T) {
	ids := func(seed uint64) []string {
		a, err := sandbox.New("", sandbox.Options{Seed: seed})
		if err != nil {
			t.Fatal(err)
		}
		return must(t, a, "DescribeSecurityGroups", "").all("securityGroupInfo/item/groupId")
	}
	one, same, other := ids(1), ids(1), ids(2)
	if !cmp.Equal(one, same) {
		t.Error("one seed gives two sets of ids")
	}
	if slices.ContainsFunc(one, func(id string) bool { return slices.Contains(other, id) }) {
		t.Error("two seeds share an id")
	}
}

func TestParallelRequests(t *testing.T) {
	a := account(t, "")
	id := names(t, a)
	var all sync.WaitGroup
	made := make([]string, 40)
	for n := range made {
		all.Go(func() {
			r := ask(t, a, "CreateSecurityGroup", id(fmt.Sprintf("GroupName=g%d&GroupDescription=x&VpcId=@vpc", n)))
			made[n] = r.one("groupId")
			ask(t, a, "AuthorizeSecurityGroupIngress", short.Replace("GroupId="+made[n]+"&tcp22&world"))
			ask(t, a, "DescribeSecurityGroups", "MaxResults=5")
			ask(t, a, "CreateSecurityGroup", id("GroupName=same&GroupDescription=x&VpcId=@vpc"))
			a.Calls()
			a.SetFault(nil)
		})
	}
	all.Wait()
	slices.Sort(made)
	if got := slices.Compact(slices.Clone(made)); len(got) != len(made) || made[0] == "" {
		t.Errorf("%d groups made, %d ids", len(made), len(got))
	}
	got := must(t, a, "DescribeSecurityGroups", "Filter.1.Name=group-name&Filter.1.Value.1=same").all("securityGroupInfo/item/groupId")
	if len(got) != 1 {
		t.Errorf("groups of one name: %d", len(got))
	}
}

func TestServe(t *testing.T) {
	a := account(t, "")
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- a.Serve(ctx, l) }()

	url := "http://" + l.Addr().String() + "/?Action=DescribeVpcs&Version=2016-11-15"
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var x element
	if err := xml.NewDecoder(resp.Body).Decode(&x); err != nil || x.one("vpcSet/item/cidrBlock") != "10.20.0.0/16" {
		t.Errorf("an unsigned GET: %v, %v", x, err)
	}
	if got := resp.Header.Get("Content-Type"); got != "text/xml;charset=UTF-8" {
		t.Errorf("content type %q", got)
	}

	a.SetFault(func(string, int) *sandbox.Fault { return &sandbox.Fault{Lost: true} })
	if lost, err := http.DefaultClient.Do(r.Clone(ctx)); err == nil {
		_ = lost.Body.Close()
		t.Error("a lost answer arrived")
	}
	stop()
	if err := <-done; err != nil {
		t.Errorf("stop: %v", err)
	}
}

func TestDoHonoursContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, "https://sandbox/", strings.NewReader("Action=DescribeVpcs"))
	if err != nil {
		t.Fatal(err)
	}
	a := account(t, "")
	if resp, err := a.Do(r); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request: %v, %v", resp, err)
	}
	if got := a.Calls(); len(got) != 0 {
		t.Errorf("it was received: %v", got)
	}
}

func TestPresignedAndForeignRequests(t *testing.T) {
	a := account(t, "")
	for _, tc := range []struct {
		name, query, authorization, want string
		status                           int
	}{
		{
			"presigned", "Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=AKID%2F20260302%2Fus-east-1%2Fsts%2Faws4_request", "",
			"<Account>123456789012</Account>", 200,
		},
		{"unsigned STS", "Action=GetCallerIdentity&Version=2011-06-15", "", "GetCallerIdentityResult", 200},
		{"no action", "", authorization("us-east-1", "ec2"), "<Code>MissingAction</Code>", 400},
		{"bad escape", "Action=%zz", authorization("us-east-1", "ec2"), "<Code>MalformedQueryString</Code>", 400},
		{"another service", "", authorization("us-east-1", "s3"), "only ec2, elasticmapreduce, sts, iam", 400},
		{
			"control characters", "Action=DescribeVpcs&Filter.1.Name=%01%1b%5b2J&Filter.1.Value.1=x", authorization("us-east-1", "ec2"),
			"The filter &#39;\uFFFD\uFFFD[2J&#39; is invalid", 400,
		},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://sandbox/?"+tc.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		if tc.authorization != "" {
			r.Header.Set("Authorization", tc.authorization)
		}
		resp, err := a.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if resp.StatusCode != tc.status || !bytes.Contains(b, []byte(tc.want)) {
			t.Errorf("%s: %d %s, want %d with %s", tc.name, resp.StatusCode, b, tc.status, tc.want)
		}
	}
}

func TestTooLargeRequest(t *testing.T) {
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://sandbox/", strings.NewReader(strings.Repeat("x", 5<<20)))
	if err != nil {
		t.Fatal(err)
	}
	resp, err := account(t, "").Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusRequestEntityTooLarge {
		t.Errorf("status %d", resp.StatusCode)
	}
}

// FuzzForm gives any bytes as a form: the answer must be well-formed XML, whatever it says.
func FuzzForm(f *testing.F) {
	for _, seed := range []string{
		"Action=DescribeSecurityGroups&Version=2016-11-15", "Action=DescribeSecurityGroups&Filter.1.Name=group-name&Filter.1.Value.1=*a?%5C",
		"Action=AuthorizeSecurityGroupIngress&GroupId=sg-04ba17b1a9bf205b6&IpPermissions.1.IpProtocol=tcp&IpPermissions.1.FromPort=1&" +
			"IpPermissions.1.ToPort=2&IpPermissions.1.IpRanges.1.CidrIp=1.2.3.4/5", "Action=%00&A.=1&.B=2&a..b=3&C.-1=4&C.99999999999999999999=5",
		"Action=CreateTags&ResourceId.1=&Tag.1.Key=a", "Action=RevokeSecurityGroupEgress&SecurityGroupRuleId.1=sgr-", "Action=DescribeVpcs&DryRun=1&MaxResults=-1",
		"a.b.c.d.e.f.g.h.i.j=1", "Action=ModifySecurityGroupRules&GroupId=x&SecurityGroupRule.1=2&SecurityGroupRule.1.SecurityGroupRule=3",
		"Action=DescribeVpcs&NextToken=RGVzY3JpYmVWcGNzQC0x&MaxResults=5",
	} {
		f.Add(seed)
	}
	a := account(f, "")
	f.Fuzz(func(t *testing.T, form string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://sandbox/", strings.NewReader(form))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", authorization("us-east-1", "ec2"))
		read(t, a, r)
	})
}

func BenchmarkDo(b *testing.B) {
	a := account(b, "")
	for b.Loop() {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, "https://sandbox/", strings.NewReader("Action=DescribeVpcs&Version=2016-11-15"))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Authorization", authorization("us-east-1", "ec2"))
		if _, err := a.Do(r); err != nil {
			b.Fatal(err)
		}
	}
}
