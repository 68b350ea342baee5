/** A fake of the data channels of Session Manager, with an agent behind each that runs a real command in a terminal. */
@NullMarked
package dev.pawse.ecs.fake.channel;

import org.jspecify.annotations.NullMarked;
