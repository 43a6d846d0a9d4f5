package sandbox_test

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkLargeAccount reads rules as a careful client does: by group, a hundred at a time.
func BenchmarkLargeAccount(b *testing.B) {
	a := account(b, `{"base": "analytics", "crowd": {"groups": 10000, "rules": 5}}`)
	ids := must(b, a, "DescribeSecurityGroups", "MaxResults=100").all("securityGroupInfo/item/groupId")
	var q strings.Builder
	q.WriteString("MaxResults=1000&Filter.1.Name=group-id")
	for i, id := range ids {
		fmt.Fprintf(&q, "&Filter.1.Value.%d=%s", i+1, id)
	}
	for b.Loop() {
		must(b, a, "DescribeSecurityGroupRules", q.String())
	}
}
