# Plan: fix every finding of Studios and notebooks of severity wider or worse
# 4 changes; 2 cannot be selected. Nothing has been changed.

# tighten: on DefaultEngineSecurityGroup (sg-0eng): add ingress tcp 18888 from DefaultWorkspaceSecurityGroupGit (sg-0ws)
# Why: DefaultEngineSecurityGroup (sg-0eng) lets tcp 18888 in from 10.0.1.0/24, which is not the documented rule.
# Left to you, as it tightens: take the # away, or name its finding by --fix.
# aws ec2 authorize-security-group-ingress --group-id sg-0eng --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"sg-0ws","Description":"Allows traffic from the default Amazon EMR Studio Workspace security group."}]}]' --region us-east-1

# tighten: on DefaultWorkspaceSecurityGroupGit (sg-0ws): add egress tcp 18888 to DefaultEngineSecurityGroup (sg-0eng)
# Why: DefaultWorkspaceSecurityGroupGit (sg-0ws) lets tcp 18888 out to 10.0.0.0/16, which is not the documented rule.
# Left to you, as it tightens: take the # away, or name its finding by --fix.
# aws ec2 authorize-security-group-egress --group-id sg-0ws --ip-permissions '[{"IpProtocol":"tcp","FromPort":18888,"ToPort":18888,"UserIdGroupPairs":[{"GroupId":"sg-0eng","Description":"Required for Amazon EMR Studio Workspace and cluster communication."}]}]' --region us-east-1

# tighten: on DefaultEngineSecurityGroup (sg-0eng): remove ingress tcp 18888 from 10.0.1.0/24
# Why: DefaultEngineSecurityGroup (sg-0eng) lets tcp 18888 in from 10.0.1.0/24, which is not the documented rule.
# Cannot be selected: usage unknown: network interfaces, clusters not read whole
# aws ec2 revoke-security-group-ingress --group-id sg-0eng --security-group-rule-ids sgr-0003 --region us-east-1

# tighten: on DefaultWorkspaceSecurityGroupGit (sg-0ws): remove egress tcp 18888 to 10.0.0.0/16
# Why: DefaultWorkspaceSecurityGroupGit (sg-0ws) lets tcp 18888 out to 10.0.0.0/16, which is not the documented rule.
# Cannot be selected: usage unknown: network interfaces, clusters not read whole
# aws ec2 revoke-security-group-egress --group-id sg-0ws --security-group-rule-ids sgr-0001 --region us-east-1
