package model_test

import (
	"testing"

	"github.com/sgscope/sgscope/model"
)

func TestDocsLink(t *testing.T) {
	const page = "emr/latest/ManagementGuide/emr-studio-security-groups.html"
	for partition, want := range map[string]string{
		"":           "https://docs.aws.amazon.com/" + page,
		"aws":        "https://docs.aws.amazon.com/" + page,
		"aws-us-gov": "https://docs.aws.amazon.com/" + page,
		"aws-cn":     "https://docs.amazonaws.cn/en_us/" + page,
	} {
		if got := model.DocsLink(partition, "https://docs.aws.amazon.com/"+page); got != want {
			t.Errorf("%s: %s", partition, got)
		}
	}
	if got := model.DocsLink("aws-cn", "https://example.com/x"); got != "https://example.com/x" {
		t.Errorf("another site: %s", got)
	}
}
