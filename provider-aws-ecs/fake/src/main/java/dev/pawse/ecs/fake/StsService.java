package dev.pawse.ecs.fake;

import dev.pawse.testkit.ApiReply;

/** STS: tells who calls, which nobody can be forbidden. */
final class StsService implements AwsService {
    @Override
    public String name() {
        return "sts";
    }

    @Override
    public AwsProtocol protocol() {
        return AwsProtocol.QUERY;
    }

    @Override
    public ApiReply answer(AwsCall call) {
        if (!call.operation().equals("GetCallerIdentity")) {
            throw call.unknownOperation();
        }
        return call.reply("Arn", call.principal(), "UserId", "AIDAFAKE", "Account", call.account());
    }
}
