/** Apps on AWS ECS. */
@NullMarked
package dev.pawse.ecs;

import org.jspecify.annotations.NullMarked;
