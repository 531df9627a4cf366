"""Objects, their versions and uploads in parts."""

from .suite import story


@story
def objects(s):
    s3, name = s.client(), s.bucket()
    s.ok("an object is put", lambda: s3.put_object(Bucket=name, Key="a/é +&.txt", Body=b"hello", Metadata={"who": "me"}),
         {"ETag": '"5d41402abc4b2a76b9719d911017c592"', "ServerSideEncryption": "AES256", "VersionId": None})
    s.ok("and told of", lambda: s3.head_object(Bucket=name, Key="a/é +&.txt"),
         {"ContentLength": 5, "Metadata": {"who": "me"}, "LastModified": ..., "StorageClass": None})
    s.equal("and read", s3.get_object(Bucket=name, Key="a/é +&.txt")["Body"].read(), b"hello")
    s.equal("in part", s3.get_object(Bucket=name, Key="a/é +&.txt", Range="bytes=1-3")["Body"].read(), b"ell")
    s.refused("not beyond its end", lambda: s3.get_object(Bucket=name, Key="a/é +&.txt", Range="bytes=9-"), "InvalidRange", 416)
    s.refused("no object", lambda: s3.get_object(Bucket=name, Key="none"), "NoSuchKey", 404, "The specified key does not exist.")
    s.refused("no object to tell of", lambda: s3.head_object(Bucket=name, Key="none"), "404", 404)
    s.refused("not over another", lambda: s3.put_object(Bucket=name, Key="a/é +&.txt", Body=b"", IfNoneMatch="*"), "PreconditionFailed", 412)
    for key in ["a/1", "b/1", "c"]:
        s3.put_object(Bucket=name, Key=key, Body=b"x")
    keys = ["a/1", "a/é +&.txt", "b/1", "c"]

    def found(call, **arguments):
        answer = getattr(s3, call)(Bucket=name, **arguments)
        return [o["Key"] for o in answer.get("Contents", [])], [p["Prefix"] for p in answer.get("CommonPrefixes", [])]

    for call in ["list_objects_v2", "list_objects"]:
        s.equal(f"{call} lists all", found(call), (keys, []))
        s.equal(f"{call} lists a prefix", found(call, Prefix="a/"), (keys[:2], []))
        s.equal(f"{call} rolls up", found(call, Delimiter="/"), (["c"], ["a/", "b/"]))
        pages = s3.get_paginator(call).paginate(Bucket=name, PaginationConfig={"PageSize": 1})
        s.equal(f"{call} goes page by page", [o["Key"] for page in pages for o in page.get("Contents", [])], keys)
    s.ok("a page tells that there is more", lambda: s3.list_objects_v2(Bucket=name, MaxKeys=1),
         {"IsTruncated": True, "KeyCount": 1, "NextContinuationToken": ...})
    s.equal("after a key", found("list_objects_v2", StartAfter="b/1"), (["c"], []))
    s.ok("many are deleted", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "c"}, {"Key": "none"}]}),
         {"Deleted": [{"Key": "c"}, {"Key": "none"}]})
    s.ok("quietly", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": "b/1"}], "Quiet": True}), {"Deleted": None})
    s.refused("not none", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": []}), "MalformedXML", 400)
    s.refused("nor too many", lambda: s3.delete_objects(Bucket=name, Delete={"Objects": [{"Key": str(n)} for n in range(1001)]}),
              "MalformedXML", 400)
    s.ok("deleting nothing is well", lambda: s3.delete_object(Bucket=name, Key="none"), {"ResponseMetadata": {"HTTPStatusCode": 204}})
    body = b"<Delete><Object><Key>c</Key></Object></Delete>"
    status, _, answer = s.raw("POST", f"/{name}?delete", body, headers={"content-md5": None})
    s.equal("a batch needs a checksum", (status, "<Code>InvalidRequest</Code>" in answer), (400, True))
    chunked = s.raw("PUT", f"/{name}/chunks", b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", headers={
        "content-encoding": "aws-chunked", "x-amz-content-sha256": "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        "x-amz-decoded-content-length": "5", "x-amz-trailer": "x-amz-checksum-crc32", "content-md5": "XUFAKrxLKna5cZ2REBfFkg=="},
        signed=True)
    s.equal("chunks are taken", chunked[0], 200)
    s.equal("and joined", s3.get_object(Bucket=name, Key="chunks")["Body"].read(), b"hello")


@story
def versions(s):
    s3, name = s.client(), s.bucket()
    s3.put_object(Bucket=name, Key="k", Body=b"0")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    one = s3.put_object(Bucket=name, Key="k", Body=b"1")["VersionId"]
    two = s3.put_object(Bucket=name, Key="k", Body=b"2")["VersionId"]
    s.equal("the newest is read", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"2")
    s.equal("an older can be", s3.get_object(Bucket=name, Key="k", VersionId=one)["Body"].read(), b"1")
    s.equal("and what was before", s3.get_object(Bucket=name, Key="k", VersionId="null")["Body"].read(), b"0")
    marker = s.ok("deleting hides it", lambda: s3.delete_object(Bucket=name, Key="k"), {"DeleteMarker": True, "VersionId": ...}).get("VersionId")
    s.refused("it is hidden", lambda: s3.get_object(Bucket=name, Key="k"), "NoSuchKey", 404)
    s.ok("all versions are listed", lambda: s3.list_object_versions(Bucket=name), {
        "Versions": [{"VersionId": two, "IsLatest": False, "Size": 1}, {"VersionId": one, "IsLatest": False}, {"VersionId": "null"}],
        "DeleteMarkers": [{"VersionId": marker, "IsLatest": True, "Key": "k"}]})
    s3.put_object(Bucket=name, Key="l", Body=b"0")
    pages = s3.get_paginator("list_object_versions").paginate(Bucket=name, PaginationConfig={"PageSize": 1})
    seen = [(v["Key"], v["VersionId"]) for page in pages for v in page.get("Versions", []) + page.get("DeleteMarkers", [])]
    s.equal("page by page", [seen[:4], len(seen)], [[("k", marker), ("k", two), ("k", one), ("k", "null")], 5])
    s.refused("a marker has no content", lambda: s3.get_object(Bucket=name, Key="k", VersionId=marker), "MethodNotAllowed", 405)
    s.refused("a version that never was", lambda: s3.get_object(Bucket=name, Key="k", VersionId="0" * 32), "NoSuchVersion", 404)
    s.refused("nonsense is no version", lambda: s3.get_object(Bucket=name, Key="k", VersionId="x"), "InvalidArgument", 400, "Invalid version id specified")
    s.ok("without the marker it is back", lambda: s3.delete_object(Bucket=name, Key="k", VersionId=marker),
         {"DeleteMarker": True, "VersionId": marker})
    s.equal("as it was", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"2")
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Suspended"})
    s.ok("suspended, the null version is replaced", lambda: s3.put_object(Bucket=name, Key="k", Body=b"3"), {"VersionId": "null"})
    s.ok("there is one", lambda: s3.list_object_versions(Bucket=name, Prefix="k"),
         {"Versions": [{"VersionId": "null", "IsLatest": True}, {"VersionId": two}, {"VersionId": one}]})


@story
def uploads(s):
    s3, name = s.client(), s.bucket()
    upload = s3.create_multipart_upload(Bucket=name, Key="k")["UploadId"]
    s.ok("an upload is listed", lambda: s3.list_multipart_uploads(Bucket=name), {"Uploads": [{"Key": "k", "UploadId": upload}]})
    part = s.ok("a part", lambda: s3.upload_part(Bucket=name, Key="k", UploadId=upload, PartNumber=1, Body=b"hello"), {"ETag": ...})
    s.ok("parts are listed", lambda: s3.list_parts(Bucket=name, Key="k", UploadId=upload), {"Parts": [{"PartNumber": 1, "Size": 5}]})
    s.ok("completed", lambda: s3.complete_multipart_upload(Bucket=name, Key="k", UploadId=upload, MultipartUpload={
        "Parts": [{"PartNumber": 1, "ETag": part["ETag"]}]}), {"Key": "k", "ETag": ...})
    s.equal("it is an object", s3.get_object(Bucket=name, Key="k")["Body"].read(), b"hello")
    another = s3.create_multipart_upload(Bucket=name, Key="l")["UploadId"]
    s.ok("another is given up", lambda: s3.abort_multipart_upload(Bucket=name, Key="l", UploadId=another),
         {"ResponseMetadata": {"HTTPStatusCode": 204}})
    s.refused("it is gone", lambda: s3.abort_multipart_upload(Bucket=name, Key="l", UploadId=another), "NoSuchUpload", 404)
