package dev.pawse.ecs.fake;

import dev.pawse.ecs.fake.Machines.Machine;
import dev.pawse.ecs.fake.Xml.Elements;
import dev.pawse.testkit.ApiReply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** EC2: the machines of the clusters. Safe for many threads. */
final class Ec2Api implements AwsService {
    private static final int MOST_VALUES = 200;

    private final EcsState state;

    Ec2Api(EcsState state) {
        this.state = state;
    }

    @Override
    public String name() {
        return "ec2";
    }

    @Override
    public AwsProtocol protocol() {
        return AwsProtocol.EC2;
    }

    @Override
    public ApiReply answer(AwsCall call) {
        if (!call.operation().equals("DescribeInstances")) {
            throw call.unknownOperation();
        }
        call.authorize("ec2:DescribeInstances", "*");
        List<String> ids = new ArrayList<>();
        for (JsonNode filter : call.input().path("Filter")) {
            if (!filter.path("Name").asString("").equals("instance-id")) {
                throw new Refusal(
                        "InvalidParameterValue",
                        "The filter '" + filter.path("Name").asString("") + "' is invalid");
            }
            filter.path("Value").forEach(value -> ids.add(value.asString("")));
        }
        if (ids.size() > MOST_VALUES) {
            throw new Refusal("FilterLimitExceeded", "The maximum number of filter values is 200");
        }
        synchronized (state) {
            List<Map<String, Object>> reservations = state.machines.byInstance(ids).stream()
                    .map(Ec2Api::reservation)
                    .toList();
            return call.reply("reservationSet", new Elements("item", reservations));
        }
    }

    private static Map<String, Object> reservation(Machine machine) {
        Map<String, Object> instance = Json.object(
                "instanceId",
                machine.instanceId,
                "instanceState",
                Json.object("code", 16, "name", "running"),
                "privateIpAddress",
                machine.address,
                "networkInterfaceSet",
                new Elements(
                        "item",
                        List.of(Json.object("privateIpAddress", "192.0.2.1", "instanceId", machine.instanceId))));
        return Json.object(
                "reservationId", "r-" + Ids.hex(17), "instancesSet", new Elements("item", List.of(instance)));
    }
}
