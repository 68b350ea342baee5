/** Apps that are processes of this machine; also the template for new providers. */
@NullMarked
package dev.pawse.local;

import org.jspecify.annotations.NullMarked;
