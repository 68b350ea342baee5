package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;

/** One AWS service of the fake. Safe for many threads. */
interface AwsService {
    /** Its name in the credential scope of a signature, e.g. {@code ecs}. */
    String name();

    /** The form of its requests and answers. */
    default AwsProtocol protocol() {
        return AwsProtocol.JSON;
    }

    /** Answers a call whose key is known and which no limit refuses; permissions are the service's to ask for. */
    ApiReply answer(AwsCall call);
}
