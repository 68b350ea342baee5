package dev.pawse.clever;

import dev.pawse.spi.AppId;

/**
 * Where an app is found by the API.
 *
 * @param id its name for people
 * @param owner the id of the organisation, or of the user for the user's own apps
 * @param ownerName the owner's name for people
 * @param key the platform's id, {@code app_…}
 * @param name the name that the platform has, which need not be its alone
 */
record AppRef(AppId id, String owner, String ownerName, String key, String name) {}
