"""ECS and what stands around it, asked by boto3; ends with 1 when an answer is wrong."""
import sys

import boto3

from official_client import check, refused, until, wrong

print("== boto3 " + boto3.__version__)
ecs = boto3.client("ecs")
scaling = boto3.client("application-autoscaling")


def service(name):
    return ecs.describe_services(cluster="apps", services=[name], include=["TAGS"])["services"][0]


check("clusters are listed", any(arn.endswith("/apps") for arn in ecs.list_clusters()["clusterArns"]))
arns = ecs.list_services(cluster="apps")["serviceArns"]
check("services are listed", len(arns) == 4)
check("pages are as large as asked for", len(ecs.list_services(cluster="apps", maxResults=1)["serviceArns"]) == 1)
pages = ecs.get_paginator("list_services").paginate(cluster="apps", PaginationConfig={"PageSize": 1})
check("pages follow each other", sorted(a for p in pages for a in p["serviceArns"]) == sorted(arns))
check("an empty list of services is refused", refused("InvalidParameterException", lambda: ecs.describe_services(cluster="apps", services=[])))
check("an eleventh service is refused", refused("InvalidParameterException", lambda: ecs.describe_services(cluster="apps", services=["x"] * 11)))
check("a cluster may be missing", refused("ClusterNotFoundException", lambda: ecs.list_services(cluster="none")))
check("a service may be missing", ecs.describe_services(cluster="apps", services=["none"])["failures"][0]["reason"] == "MISSING")
web = service("shop-web")
check("a service runs", web["runningCount"] == 3 and web["deployments"][0]["rolloutState"] == "COMPLETED")
check("a service has its tags", {"key": "pawse:app", "value": "shop"} in web["tags"])
tasks = ecs.list_tasks(cluster="apps", serviceName="shop-web")["taskArns"]
described = ecs.describe_tasks(cluster="apps", tasks=tasks)["tasks"]
check("tasks have addresses", all(d["value"].startswith("127.") for t in described for a in t["attachments"] for d in a["details"] if d["name"] == "privateIPv4Address"))
check("tasks have a definition", ecs.describe_task_definition(taskDefinition=described[0]["taskDefinitionArn"], include=["TAGS"])["taskDefinition"]["family"] == "shop-web")

ecs.tag_resource(resourceArn=web["serviceArn"], tags=[{"key": "pawse:desired-count", "value": "3"}])
check("tags are kept", {"key": "pawse:desired-count", "value": "3"} in ecs.list_tags_for_resource(resourceArn=web["serviceArn"])["tags"])
ecs.untag_resource(resourceArn=web["serviceArn"], tagKeys=["pawse:desired-count"])
check("tags are taken away", len(service("shop-web")["tags"]) == 1)

target = {"ServiceNamespace": "ecs", "ResourceId": "service/apps/shop-web", "ScalableDimension": "ecs:service:DesiredCount"}
found = scaling.describe_scalable_targets(ServiceNamespace="ecs", ResourceIds=[target["ResourceId"]])["ScalableTargets"]
check("a scalable target is found", found[0]["MinCapacity"] == 1 and found[0]["MaxCapacity"] == 6)
ecs.update_service(cluster="apps", service="shop-web", desiredCount=0)
scaling.register_scalable_target(**target, SuspendedState={"DynamicScalingInSuspended": True})
check("a change of a target lifts the count to its minimum", service("shop-web")["desiredCount"] == 1)
scaling.register_scalable_target(**target, MinCapacity=0)
ecs.update_service(cluster="apps", service="shop-web", desiredCount=0)
check("a service comes to rest", until(lambda: service("shop-web")["runningCount"] == 0))
ecs.update_service(cluster="apps", service="shop-web", desiredCount=2)
check("a service wakes", until(lambda: service("shop-web")["runningCount"] == 2))
check("a service tells what happened", "has started 2 tasks" in " ".join(e["message"] for e in service("shop-web")["events"]))

mapped = boto3.client("resourcegroupstaggingapi").get_resources(ResourceTypeFilters=["ecs:service"], TagFilters=[{"Key": "pawse:app", "Values": ["shop"]}])
check("services are found by tags", len(mapped["ResourceTagMappingList"]) == 3)
balancing = boto3.client("elbv2")
balancer = balancing.describe_load_balancers()["LoadBalancers"][0]
listener = balancing.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"][0]
rule = balancing.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"][0]
check("a rule names its hosts", rule["Conditions"][0]["HostHeaderConfig"]["Values"] == ["www.shop.test"])
group = rule["Actions"][0]["TargetGroupArn"]
check("a target group has targets", until(lambda: [h["TargetHealth"]["State"] for h in balancing.describe_target_health(TargetGroupArn=group)["TargetHealthDescriptions"]].count("healthy") == 2))
check("a target group is found", balancing.describe_target_groups(TargetGroupArns=[group])["TargetGroups"][0]["LoadBalancerArns"] == [balancer["LoadBalancerArn"]])
rds = boto3.client("rds")
check("a database is there", rds.describe_db_instances(DBInstanceIdentifier="shop-db")["DBInstances"][0]["DBInstanceStatus"] == "available")
rds.stop_db_instance(DBInstanceIdentifier="shop-db")
check("a database that stops cannot start", refused("InvalidDBInstanceState", lambda: rds.start_db_instance(DBInstanceIdentifier="shop-db")))
check("a database may be missing", refused("DBInstanceNotFound", lambda: rds.describe_db_instances(DBInstanceIdentifier="none")))

network = {"awsvpcConfiguration": {"subnets": ["subnet-0fake"]}}
definition = ecs.register_task_definition(family="once", networkMode="awsvpc", containerDefinitions=[{"name": "app", "image": "x", "command": ["sh", "-c", "exit 3"]}])
check("a revision is registered", definition["taskDefinition"]["revision"] == 1)
check("tasks need a network", refused("InvalidParameterException", lambda: ecs.run_task(cluster="apps", taskDefinition="once")))
run = dict(cluster="apps", taskDefinition="once", networkConfiguration=network, launchType="FARGATE", clientToken="abc")
task = ecs.run_task(**run)["tasks"][0]["taskArn"]
check("a token runs a task once", ecs.run_task(**run)["tasks"][0]["taskArn"] == task)
once = lambda: ecs.describe_tasks(cluster="apps", tasks=[task])["tasks"][0]
check("a task ends", until(lambda: once()["lastStatus"] == "STOPPED"))
check("a task tells its exit code", once()["containers"][0]["exitCode"] == 3 and once()["stopCode"] == "EssentialContainerExited")
definition = ecs.register_task_definition(
    family="till-web", networkMode="bridge",
    containerDefinitions=[{"name": "app", "image": "till", "memory": 64, "portMappings": [{"containerPort": 8080}]}])
ecs.create_cluster(clusterName="till")
ecs.create_service(cluster="till", serviceName="till-web", taskDefinition="till-web", desiredCount=2, launchType="EC2")
tills = lambda: ecs.describe_tasks(cluster="till", tasks=ecs.list_tasks(cluster="till")["taskArns"])["tasks"]
check("tasks run on machines", until(lambda: [t["lastStatus"] for t in tills()] == ["RUNNING"] * 2))
check("each has a port of its own there", len({t["containers"][0]["networkBindings"][0]["hostPort"] for t in tills()}) == 2)
machines = ecs.describe_container_instances(cluster="till", containerInstances=[tills()[0]["containerInstanceArn"]])
ec2 = boto3.client("ec2")
chosen = [{"Name": "instance-id", "Values": [machines["containerInstances"][0]["ec2InstanceId"]]}]
instances = ec2.describe_instances(Filters=chosen)["Reservations"][0]["Instances"]
check("a machine tells its address", len(instances) == 1 and instances[0]["PrivateIpAddress"].startswith("127."))
check("an unknown filter is refused", refused("InvalidParameterValue", lambda: ec2.describe_instances(Filters=[{"Name": "x", "Values": ["y"]}])))
other = boto3.client("ecs", aws_access_key_id="AKIAUNKNOWN", aws_secret_access_key="x")
check("an unknown key is refused", refused("UnrecognizedClientException", other.list_clusters))
other = boto3.client("ecs", aws_secret_access_key="wrong", aws_access_key_id=boto3.Session().get_credentials().access_key)
check("a wrong signature is refused", refused("InvalidSignatureException", other.list_clusters))

sys.exit(1 if wrong else 0)
