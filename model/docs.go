package model

import "strings"

// DocsLink gives a link to AWS's documentation for a partition: China has a site of its own, GovCloud shares
// the usual one.
// Source: https://docs.amazonaws.cn/en_us/aws/latest/userguide/introduction.html
func DocsLink(partition, link string) string {
	if rest, ok := strings.CutPrefix(link, "https://docs.aws.amazon.com/"); ok && partition == "aws-cn" {
		return "https://docs.amazonaws.cn/en_us/" + rest
	}
	return link
}
