# Plan: fix every finding of Studios and notebooks of severity wider or worse
# 5 changes: 2 to repair, 3 to tighten. Nothing has been changed.

# repair: on ml-workspace (sg-0ws2): set tag for-use-with-amazon-emr-managed-policies=true
# Why: ml-workspace (sg-0ws2) does not have the tag for-use-with-amazon-emr-managed-policies=true. Attaching fails if the Studio's service role asks for it; which role it has was not read.
aws ec2 create-tags --resources sg-0ws2 --tags '[{"Key":"for-use-with-amazon-emr-managed-policies","Value":"true"}]' --region us-east-1

# repair: on DefaultWorkspaceSecurityGroupGit (sg-0ws1): add egress tcp 18888 to DefaultEngineSecurityGroup (sg-0eng1)
# Why: No rule of DefaultWorkspaceSecurityGroupGit (sg-0ws1) lets tcp 18888 out to DefaultEngineSecurityGroup (sg-0eng1). Nearest: sgr-0001 egress tcp 443 to 0.0.0.0/0 (port differs).
aws ec2 authorize-security-group-egress --group-id sg-0ws1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"sg-0eng1","Description":"Required for Amazon EMR Studio Workspace and cluster communication."}]}]' --region us-east-1

# tighten: on DefaultEngineSecurityGroup (sg-0eng1): add ingress tcp 18888 from DefaultWorkspaceSecurityGroupGit (sg-0ws1)
# Why: DefaultEngineSecurityGroup (sg-0eng1) lets all traffic in from 0.0.0.0/0: anybody who can route to the node.
# Owned elsewhere, so a later update may undo this: owned by a CloudFormation stack (tag aws:cloudformation:stack-name=emr-base)
# Left to you, as it tightens: take the # away, or name its finding by --fix.
# aws ec2 authorize-security-group-ingress --group-id sg-0eng1 --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"sg-0ws1","Description":"Allows traffic from the default Amazon EMR Studio Workspace security group."}]}]' --region us-east-1

# tighten: on DefaultEngineSecurityGroup (sg-0eng1): remove ingress all traffic from 0.0.0.0/0 (any IPv4)
# Why: DefaultEngineSecurityGroup (sg-0eng1) lets all traffic in from 0.0.0.0/0: anybody who can route to the node.
# Owned elsewhere, so a later update may undo this: owned by a CloudFormation stack (tag aws:cloudformation:stack-name=emr-base)
# Left to you, as it tightens: take the # away, or name its finding by --fix.
# aws ec2 revoke-security-group-ingress --group-id sg-0eng1 --security-group-rule-ids sgr-0003 --region us-east-1

# tighten: on DefaultEngineSecurityGroup (sg-0eng1): remove ingress tcp 18889 from DefaultWorkspaceSecurityGroupGit (sg-0ws1)
# Why: DefaultEngineSecurityGroup (sg-0eng1) lets tcp 18889 in from DefaultWorkspaceSecurityGroupGit (sg-0ws1), which is not the documented rule.
# Owned elsewhere, so a later update may undo this: owned by a CloudFormation stack (tag aws:cloudformation:stack-name=emr-base)
# Left to you, as it tightens: take the # away, or name its finding by --fix.
# aws ec2 revoke-security-group-ingress --group-id sg-0eng1 --security-group-rule-ids sgr-0002 --region us-east-1
