package dev.pawse.ecs.session;

import okio.ByteString;

/** A key for one session: as it is, and sealed for the other side. Prints nothing of it. */
public final class DataKey {
    private final ByteString plaintext;
    private final ByteString sealed;

    /**
     * Takes copies.
     *
     * @param plaintext the key itself
     * @param sealed the key as only the key management service can open it
     */
    public DataKey(byte[] plaintext, byte[] sealed) {
        this.plaintext = ByteString.of(plaintext);
        this.sealed = ByteString.of(sealed);
    }

    ByteString plaintext() {
        return plaintext;
    }

    ByteString sealed() {
        return sealed;
    }

    @Override
    public String toString() {
        return "DataKey[***]";
    }
}
