# Plan: create the studio-git groups in vpc-0a
# 7 changes. Nothing has been changed.

# repair: create group DefaultEngineSecurityGroup in vpc-0a, tagged for-use-with-amazon-emr-managed-policies=true
# Why: The VPC has no group of this name.
DEFAULT_ENGINE_SECURITY_GROUP_ID=$(aws ec2 create-security-group --vpc-id vpc-0a --group-name DefaultEngineSecurityGroup --description 'Allows inbound traffic to clusters from attached Amazon EMR Studio Workspaces ( port 18888 )' --tag-specifications '[{"ResourceType":"security-group","Tags":[{"Key":"for-use-with-amazon-emr-managed-policies","Value":"true"}]}]' --region us-east-1 --query GroupId --output text)

# repair: create group DefaultWorkspaceSecurityGroupGit in vpc-0a, tagged for-use-with-amazon-emr-managed-policies=true
# Why: The VPC has no group of this name.
DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID=$(aws ec2 create-security-group --vpc-id vpc-0a --group-name DefaultWorkspaceSecurityGroupGit --description 'Allows outbound traffic from Amazon EMR Studio Workspaces to clusters and publicly-hosted Git repos.' --tag-specifications '[{"ResourceType":"security-group","Tags":[{"Key":"for-use-with-amazon-emr-managed-policies","Value":"true"}]}]' --region us-east-1 --query GroupId --output text)

# repair: on DefaultEngineSecurityGroup (new): add ingress tcp 18888 from DefaultWorkspaceSecurityGroupGit (new)
# Why: Engine must let the Workspace group in on tcp 18888.
aws ec2 authorize-security-group-ingress --group-id "$DEFAULT_ENGINE_SECURITY_GROUP_ID" --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"'"$DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID"'","Description":"Allows traffic from the default Amazon EMR Studio Workspace security group."}]}]' --region us-east-1

# repair: on DefaultWorkspaceSecurityGroupGit (new): add egress tcp 18888 to DefaultEngineSecurityGroup (new)
# Why: Workspace must reach Engine on tcp 18888.
aws ec2 authorize-security-group-egress --group-id "$DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID" --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"'"$DEFAULT_ENGINE_SECURITY_GROUP_ID"'","Description":"Required for Amazon EMR Studio Workspace and cluster communication."}]}]' --region us-east-1

# repair: on DefaultWorkspaceSecurityGroupGit (new): add egress tcp 443 to 0.0.0.0/0 (any IPv4)
# Why: Workspace must reach Git over HTTPS.
# That lets tcp 443 out to any address, from every interface that carries DefaultWorkspaceSecurityGroupGit (new).
aws ec2 authorize-security-group-egress --group-id "$DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID" --ip-permissions '[{"IpProtocol":"tcp","FromPort":443,"ToPort":443,"IpRanges":[{"CidrIp":"0.0.0.0/0","Description":"Required for Amazon EMR Studio Workspace and Git communication."}]}]' --region us-east-1

# repair: on DefaultEngineSecurityGroup (new): remove egress all traffic to 0.0.0.0/0 (any IPv4)
# Why: EC2 gives every new group this rule, and nothing here needs it.
aws ec2 revoke-security-group-egress --group-id "$DEFAULT_ENGINE_SECURITY_GROUP_ID" --ip-permissions '[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]' --region us-east-1

# repair: on DefaultWorkspaceSecurityGroupGit (new): remove egress all traffic to 0.0.0.0/0 (any IPv4)
# Why: EC2 gives every new group this rule, and nothing here needs it.
aws ec2 revoke-security-group-egress --group-id "$DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID" --ip-permissions '[{"IpProtocol":"-1","IpRanges":[{"CidrIp":"0.0.0.0/0"}]}]' --region us-east-1

# This makes a Studio that uses the groups:
# aws emr create-studio --name STUDIO_NAME --auth-mode IAM --vpc-id vpc-0a --subnet-ids SUBNET_ID --service-role SERVICE_ROLE_ARN --workspace-security-group-id "$DEFAULT_WORKSPACE_SECURITY_GROUP_GIT_ID" --engine-security-group-id "$DEFAULT_ENGINE_SECURITY_GROUP_ID" --default-s3-location s3://BUCKET/PATH --region us-east-1
