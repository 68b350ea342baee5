package dev.pawse.ecs;

import dev.pawse.http.Pauses;
import dev.pawse.spi.PawseException;
import dev.pawse.spi.Reason;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import okhttp3.Call;
import okhttp3.MediaType;
import okhttp3.Response;

/**
 * The private addresses of EC2 instances, asked by one operation of EC2's query API (docs.aws.amazon.com/AWSEC2/latest/APIReference,
 * DescribeInstances). The SDK's module for EC2 weighs more than all others together, so that the request is made here. Safe for many
 * threads.
 */
final class InstanceAddresses {
    private static final String OPERATION = "DescribeInstances";
    private static final MediaType FORM = MediaType.get("application/x-www-form-urlencoded");
    private static final int ATTEMPTS = 4;
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final long MOST_ANSWER = 16 * 1024 * 1024L;
    /** DescribeInstancesResponse, reservationSet, item, instancesSet, item, and the field. */
    private static final int DEPTH = 6;

    private final AwsClients clients;

    InstanceAddresses(AwsClients clients) {
        this.clients = clients;
    }

    /**
     * The addresses by instance; those without one, and those that are gone, are left out.
     *
     * @param instances ids such as {@code i-0123456789abcdef0}, at most 200
     * @throws PawseException as the SDK's clients fail, see {@link AwsErrors}
     */
    Map<String, String> of(Collection<String> instances) {
        // Asked by their ids themselves, one that is gone would fail them all.
        StringBuilder form = new StringBuilder("Action=" + OPERATION + "&Version=2016-11-15&Filter.1.Name=instance-id");
        int number = 1;
        for (String instance : instances) {
            form.append("&Filter.1.Value.")
                    .append(number++)
                    .append('=')
                    .append(URLEncoder.encode(instance, StandardCharsets.UTF_8));
        }
        byte[] body = form.toString().getBytes(StandardCharsets.US_ASCII);
        for (int attempt = 1; ; attempt++) {
            try {
                return asked(body);
            } catch (PawseException e) {
                boolean passes = e.reason() == Reason.UNAVAILABLE || e.reason() == Reason.RATE_LIMITED;
                if (!passes || attempt == ATTEMPTS) {
                    throw e;
                }
                Pauses.pause(clients.clock(), PAUSE.multipliedBy(1L << attempt));
            }
        }
    }

    private Map<String, String> asked(byte[] body) {
        String suffix = clients.region().metadata().partition().dnsSuffix();
        URI address =
                clients.endpoint("EC2").orElseGet(() -> URI.create("https://ec2." + clients.region() + "." + suffix));
        Call call = clients.network().client().newCall(SignedPost.of(clients, "ec2", address, FORM, Map.of(), body));
        try (Response response = call.execute()) {
            String answer = response.peekBody(MOST_ANSWER).string();
            return response.isSuccessful() ? addresses(answer) : refused(response.code(), answer);
        } catch (IOException e) {
            throw new PawseException(
                    Reason.UNAVAILABLE, "aws cannot be reached: ec2 " + OPERATION + ": " + e.getMessage(), e);
        } catch (XMLStreamException e) {
            // What cannot be read may hold anything: it is not passed on.
            throw new PawseException(Reason.UNAVAILABLE, "the answer of ec2 " + OPERATION + " cannot be read");
        }
    }

    private static Map<String, String> addresses(String xml) throws XMLStreamException {
        Map<String, String> found = new HashMap<>();
        // Network interfaces inside of an instance have the same fields further down.
        Deque<String> path = new ArrayDeque<>();
        Map<String, String> fields = new HashMap<>();
        XMLStreamReader reader = reader(xml);
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamReader.START_ELEMENT -> path.addLast(reader.getLocalName());
                case XMLStreamReader.CHARACTERS -> {
                    if (path.size() == DEPTH) {
                        fields.merge(path.getLast(), reader.getText(), String::concat);
                    }
                }
                case XMLStreamReader.END_ELEMENT -> {
                    path.removeLast();
                    if (path.size() == DEPTH - 2) {
                        put(found, fields);
                        fields.clear();
                    }
                }
                default -> {}
            }
        }
        return found;
    }

    private static void put(Map<String, String> found, Map<String, String> fields) {
        String instance = fields.getOrDefault("instanceId", "");
        String address = fields.getOrDefault("privateIpAddress", "");
        if (!instance.isEmpty() && !address.isEmpty()) {
            found.put(instance, address);
        }
    }

    private static Map<String, String> refused(int status, String xml) throws XMLStreamException {
        String code = "HTTP " + status;
        String said = "";
        XMLStreamReader reader = reader(xml);
        while (reader.hasNext()) {
            if (reader.next() == XMLStreamReader.START_ELEMENT) {
                switch (reader.getLocalName()) {
                    case "Code" -> code = reader.getElementText();
                    case "Message" -> said = reader.getElementText();
                    default -> {}
                }
            }
        }
        throw AwsErrors.refusal("ec2", OPERATION, status, code, said);
    }

    private static XMLStreamReader reader(String xml) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        return factory.createXMLStreamReader(new StringReader(xml));
    }
}
