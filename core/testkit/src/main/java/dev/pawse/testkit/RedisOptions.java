package dev.pawse.testkit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a {@link RedisServer} is started with. Each method adds to it. */
public final class RedisOptions {
    private final List<String> lines = new ArrayList<>();
    private @Nullable String password;
    private @Nullable ServerCertificate certificate;
    private boolean sentinel;
    private boolean cluster;

    RedisOptions() {}

    /** One line of its configuration, e.g. {@code config("maxmemory", "2mb")}. */
    public RedisOptions config(String... words) {
        StringBuilder line = new StringBuilder(words[0]);
        for (int i = 1; i < words.length; i++) {
            line.append(' ').append(quoted(words[i]));
        }
        lines.add(line.toString());
        return this;
    }

    /** The password of the user {@code default}. */
    public RedisOptions password(String secret) {
        password = secret;
        return config("requirepass", secret);
    }

    /**
     * A user beside {@code default}.
     *
     * @param rules as in {@code ACL SETUSER}, e.g. {@code ~pawse:* +get}
     */
    public RedisOptions user(String name, String secret, String rules) {
        lines.add("user " + name + " on >" + secret + " " + rules);
        return this;
    }

    /** Listens at {@link RedisServer#tlsPort} with TLS too; asks clients for no certificate. */
    public RedisOptions tls(ServerCertificate with) {
        certificate = with;
        return this;
    }

    /** Copies another server and refuses to be written to. */
    public RedisOptions replicaOf(RedisServer primary) {
        String secret = primary.options().password();
        if (secret != null) {
            config("masterauth", secret);
        }
        return config("replicaof", RedisServer.HOST, Integer.toString(primary.port()));
    }

    /** A node of a cluster, alone and without slots at first; {@link RedisCluster} joins several. */
    public RedisOptions cluster() {
        cluster = true;
        return this;
    }

    /** Watches over other servers instead of being one; {@link RedisSentinels} starts several. */
    public RedisOptions sentinel() {
        sentinel = true;
        return this;
    }

    /** Starts it; ready when this returns. */
    public RedisServer start() {
        return RedisServer.start(this);
    }

    @Nullable
    String password() {
        return password;
    }

    boolean tls() {
        return certificate != null;
    }

    boolean isSentinel() {
        return sentinel;
    }

    /** The whole configuration. */
    List<String> lines(Path folder, int port, int tlsPort, int clusterPort) {
        List<String> all = new ArrayList<>();
        all.add("port " + port);
        all.add("bind " + RedisServer.HOST);
        all.add("dir " + quoted(folder.toString()));
        all.add("daemonize no");
        if (!sentinel) {
            all.add("save \"\"");
            all.add("appendonly no");
            all.add("repl-diskless-sync-delay 0");
        }
        if (cluster) {
            all.add("cluster-enabled yes");
            all.add("cluster-port " + clusterPort);
            all.add("cluster-node-timeout 1000");
        }
        if (certificate != null) {
            all.add("tls-port " + tlsPort);
            all.add("tls-cert-file " + quoted(certificate.certificate().toString()));
            all.add("tls-key-file " + quoted(certificate.key().toString()));
            all.add("tls-ca-cert-file " + quoted(certificate.certificate().toString()));
            all.add("tls-auth-clients no");
            if (cluster) {
                all.add("tls-cluster yes");
            }
        }
        all.addAll(lines);
        return all;
    }

    private static String quoted(String word) {
        StringBuilder quoted = new StringBuilder("\"");
        for (byte each : word.getBytes(StandardCharsets.UTF_8)) {
            boolean plain = each > ' ' && each < 127 && each != '"' && each != '\\';
            quoted.append(plain ? Character.toString(each) : String.format(Locale.ROOT, "\\x%02x", each & 0xff));
        }
        return quoted.append('"').toString();
    }
}
