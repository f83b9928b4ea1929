package org.ouzel.sim.campaign;

import java.util.List;
import org.ouzel.StreamOptions;

/**
 * What the two sides of a connection do. Behind its last step each closes and receives up to the end.
 *
 * @param name of what kind it is
 * @param clientOptions what the client's stream is created with
 * @param client what the client does, which opens
 * @param server what the server does
 */
record Script(String name, StreamOptions clientOptions, List<Step> client, List<Step> server) {}
