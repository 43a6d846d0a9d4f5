package tour

// Further pages of AWS that the lessons cite.
const (
	pageAdditional = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-additional-sec-groups.html"
	pageQuotas     = "https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"
	pageGit        = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-enable-git.html"
	pageRole       = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-service-role.html"
	pageUpdate     = "https://docs.aws.amazon.com/emr/latest/APIReference/API_UpdateStudio.html"
	pageEKS        = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-create-eks-cluster.html"
	pageBPA        = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html"
	pageAttach     = "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-studio-considerations.html"
	pageHTTPFS     = "https://repost.aws/knowledge-center/emr-notebook-connection-issues"
	pageNACL       = "https://docs.aws.amazon.com/vpc/latest/userguide/nacl-basics.html"
	pageStack      = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"
)
