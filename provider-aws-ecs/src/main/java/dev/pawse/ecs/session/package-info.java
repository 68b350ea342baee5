/**
 * A client of Session Manager's data channels: a command's input and output over a web socket, without a plug-in and without the SDK.
 */
@NullMarked
package dev.pawse.ecs.session;

import org.jspecify.annotations.NullMarked;
