package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.channel.ChannelOrder;
import dev.pawse.ecs.fake.channel.ChannelTicket;
import dev.pawse.ecs.fake.channel.DataChannels;
import dev.pawse.testkit.ApiReply;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The sessions of ECS Exec on the fake's data channels. Safe for many threads. */
final class ChannelSessions implements ExecSessions {
    private final DataChannels channels;
    private final Path folder;
    private volatile UnaryOperator<ChannelOrder> manner = UnaryOperator.identity();

    ChannelSessions(DataChannels channels, Path folder) {
        this.channels = channels;
        this.folder = folder;
    }

    /** How sessions are from now on: their weather, their encryption. */
    void manner(UnaryOperator<ChannelOrder> value) {
        manner = value;
    }

    @Override
    public Opened open(String target, String command, Map<String, String> environment) {
        ChannelTicket ticket = channels.open(manner.apply(ChannelOrder.of(command, environment, folder, target)));
        return new Opened(ticket.sessionId(), ticket.streamUrl(), ticket.token());
    }

    @Override
    public void ended(String target) {
        channels.terminateAll(target);
    }

    /** What Session Manager is asked about a session that is open. */
    ApiReply answer(AwsCall call) {
        String id = call.required("SessionId");
        call.authorize("ssm:" + call.operation(), call.arn("ssm", "session/" + id));
        return switch (call.operation()) {
            case "ResumeSession" -> resume(call, id);
            case "TerminateSession" -> terminate(call, id);
            default -> throw call.unknownOperation();
        };
    }

    private ApiReply resume(AwsCall call, String id) {
        return channels.resume(id)
                .map(token -> call.reply("SessionId", id, "TokenValue", token))
                .orElseGet(() -> call.reply("SessionId", id));
    }

    private ApiReply terminate(AwsCall call, String id) {
        if (!channels.terminate(id)) {
            throw new Refusal("DoesNotExistException", "Session " + id + " does not exist");
        }
        return call.reply("SessionId", id);
    }
}
