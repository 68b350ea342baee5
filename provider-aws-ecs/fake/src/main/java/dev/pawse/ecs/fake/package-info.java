/** A stateful fake of the AWS APIs that Pawse uses: ECS and what stands around it, with apps behind it. */
@NullMarked
package dev.pawse.ecs.fake;

import org.jspecify.annotations.NullMarked;
