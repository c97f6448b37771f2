"""What several machines share, as real servers: a bucket."""

import socket

import boto3
import pytest
from moto.server import ThreadedMotoServer

from ots_portal.servers import bucket_options

KEYS = "key:sec%2Fret"


@pytest.fixture(scope="session")
def bucket_server():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield "{}:{}".format(*server.get_host_and_port())
    server.stop()


@pytest.fixture(scope="session")
def bucket_contents(bucket_server):
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{bucket_server}",
        aws_access_key_id="key",
        aws_secret_access_key="x",
        region_name="us-east-1",
    )
    client.create_bucket(Bucket="files")
    return Contents(client)


@pytest.fixture
def bucket(bucket_server, bucket_contents, settings):
    """An empty bucket, in a folder of which the portal keeps its files."""
    use(settings, f"http://{KEYS}@{bucket_server}/files/portal")
    yield bucket_contents
    bucket_contents.empty()


class Contents:
    """What really lies there, without the portal's own code."""

    def __init__(self, client):
        self.client = client

    def names(self):
        return [row["Key"] for row in self.client.list_objects_v2(Bucket="files").get("Contents", ())]

    def empty(self):
        for name in self.names():
            self.client.delete_object(Bucket="files", Key=name)

    def read(self, name):
        return self.client.get_object(Bucket="files", Key=name)["Body"].read()


def use(settings, address):
    """The portal keeps its files there from now on."""
    backend = {"BACKEND": "ots_portal.library.bucket.Bucket", "OPTIONS": bucket_options(address)}
    settings.STORAGES = settings.STORAGES | {"default": backend}


@pytest.fixture
def away(settings):
    """A function after whose call the bucket is on a computer that does not answer."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # and nobody listens
        port = taken.getsockname()[1]
        yield lambda: use(settings, f"http://{KEYS}@127.0.0.1:{port}/files/portal")
