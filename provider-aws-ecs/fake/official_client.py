"""What the checks of the fake with AWS's own client share."""
import time

from botocore.exceptions import ClientError

wrong = []


def check(what, holds):
    print(("ok     " if holds else "WRONG  ") + what)
    if not holds:
        wrong.append(what)


def refused(code, call):
    try:
        call()
    except ClientError as e:
        return e.response["Error"]["Code"] == code
    return False


def until(condition):
    end = time.monotonic() + 15
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.2)
    return False
