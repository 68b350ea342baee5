"""Parameters, logs, builds, objects and keys, asked by boto3; ends with 1 when an answer is wrong."""
import io
import os
import sys
import time

import boto3
from botocore.config import Config

from official_client import check, refused, wrong

ssm = boto3.client("ssm")
for number in range(13):
    ssm.put_parameter(Name=f"/check/K{number}", Value=f"value {number}", Type="SecureString")
ssm.put_parameter(Name="/check/nested/x", Value="n", Type="String")
pages = ssm.get_paginator("get_parameters_by_path").paginate(Path="/check/", WithDecryption=True, Recursive=True)
found = {p["Name"]: p["Value"] for page in pages for p in page["Parameters"]}
check("parameters come in pages, decrypted", len(found) == 14 and found["/check/K12"] == "value 12")
check("a sealed value stays sealed", ssm.get_parameter(Name="/check/K0")["Parameter"]["Value"] != "value 0")
check("missing names are told apart", ssm.get_parameters(Names=["/check/K0", "/none"])["InvalidParameters"] == ["/none"])
check("eleven names are refused", refused("ValidationException", lambda: ssm.get_parameters(Names=[f"/check/K{n}" for n in range(11)])))
check("a type cannot be changed", refused("HierarchyTypeMismatchException", lambda: ssm.put_parameter(Name="/check/K0", Value="x", Type="String", Overwrite=True)))
check("what is there is not overwritten unasked", refused("ParameterAlreadyExists", lambda: ssm.put_parameter(Name="/check/K0", Value="x")))
check("4 KB are the most of the standard tier", refused("ValidationException", lambda: ssm.put_parameter(Name="/check/big", Value="x" * 4097, Type="String")))
check("the tier may choose itself", ssm.put_parameter(Name="/check/big", Value="x" * 4097, Type="String", Tier="Intelligent-Tiering")["Tier"] == "Advanced")
check("the history tells the key", ssm.get_parameter_history(Name="/check/K0")["Parameters"][0]["KeyId"] == "alias/aws/ssm")
check("parameters are deleted in tens", ssm.delete_parameters(Names=["/check/K1", "/none"])["InvalidParameters"] == ["/none"])

logs = boto3.client("logs")
now = int(time.time() * 1000)
logs.create_log_group(logGroupName="check")
logs.create_log_stream(logGroupName="check", logStreamName="web/app/1")
logs.put_log_events(logGroupName="check", logStreamName="web/app/1", logEvents=[{"timestamp": now, "message": m} for m in ("an error", "fine")])
pages = list(logs.get_paginator("filter_log_events").paginate(logGroupName="check", filterPattern="error"))
check("a log is searched, with empty pages", [len(p["events"]) for p in pages] == [0, 1])
first = logs.get_log_events(logGroupName="check", logStreamName="web/app/1", startFromHead=True)
last = logs.get_log_events(logGroupName="check", logStreamName="web/app/1", startFromHead=True, nextToken=first["nextForwardToken"])
check("the end of a stream repeats its token", len(first["events"]) == 2 and last["nextForwardToken"] == first["nextForwardToken"])
check("streams by time have no prefix", refused("InvalidParameterException", lambda: logs.describe_log_streams(logGroupName="check", orderBy="LastEventTime", logStreamNamePrefix="w")))
tail = boto3.client("logs", config=Config(inject_host_prefix=False)).start_live_tail(
    logGroupIdentifiers=["arn:aws:logs:" + os.environ["AWS_REGION"] + ":111122223333:log-group:check"])
heard = None
for event in tail["responseStream"]:
    if "sessionStart" in event:
        logs.put_log_events(logGroupName="check", logStreamName="web/app/1", logEvents=[{"timestamp": now, "message": "live"}])
    results = event.get("sessionUpdate", {}).get("sessionResults")
    if results:
        heard = results[0]["message"]
        break
tail["responseStream"].close()
check("a log is followed by live tail", heard == "live")

builds = boto3.client("codebuild")
ids = builds.list_builds_for_project(projectName="shop")["ids"]
check("a build tells how it ended", builds.batch_get_builds(ids=ids[:1])["builds"][0]["buildStatus"] == "SUCCEEDED")
check("101 builds are refused", refused("InvalidInputException", lambda: builds.batch_get_builds(ids=ids * 101)))
check("a project may be missing", refused("ResourceNotFoundException", lambda: builds.list_builds_for_project(projectName="none")))

s3 = boto3.client("s3", config=Config(s3={"addressing_style": "path"}))
bucket = "shop-dbutils"
s3.put_object(Bucket=bucket, Key="a/b c+d.txt", Body=b"hello")
check("a range of an object", s3.get_object(Bucket=bucket, Key="a/b c+d.txt", Range="bytes=1-2")["Body"].read() == b"el")
check("an object may be missing", refused("NoSuchKey", lambda: s3.get_object(Bucket=bucket, Key="none")))
big = os.urandom(20_000_000)
s3.upload_fileobj(io.BytesIO(big), bucket, "big")
got = io.BytesIO()
s3.download_fileobj(bucket, "big", got)
check("a large object comes back", got.getvalue() == big)
part = s3.head_object(Bucket=bucket, Key="big", PartNumber=1)
check("an object tells its parts", part["PartsCount"] == 3 and part["ContentLength"] == 8 * 1024 * 1024)
upload = s3.create_multipart_upload(Bucket=bucket, Key="u")["UploadId"]
check("uploads that are not finished are listed", [u["Key"] for u in s3.list_multipart_uploads(Bucket=bucket)["Uploads"]] == ["u"])
s3.abort_multipart_upload(Bucket=bucket, Key="u", UploadId=upload)
check("an upload is aborted", "Uploads" not in s3.list_multipart_uploads(Bucket=bucket))
check("objects are listed", [o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"]] == ["a/b c+d.txt", "big"])

kms = boto3.client("kms")
key = kms.generate_data_key(KeyId="alias/aws/ssm", NumberOfBytes=64, EncryptionContext={"a": "b"})
check("a data key is decrypted", kms.decrypt(CiphertextBlob=key["CiphertextBlob"], EncryptionContext={"a": "b"})["Plaintext"] == key["Plaintext"])
check("another context decrypts nothing", refused("InvalidCiphertextException", lambda: kms.decrypt(CiphertextBlob=key["CiphertextBlob"], EncryptionContext={"a": "c"})))
check("who calls", boto3.client("sts").get_caller_identity()["Arn"].endswith(":user/developer"))

sys.exit(1 if wrong else 0)
