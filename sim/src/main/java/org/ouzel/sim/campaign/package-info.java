/**
 * The standing campaign: seed after seed, a drawn network with drawn faults, on which drawn programs talk, while what they and the
 * wires see is checked. Read {@link org.ouzel.sim.campaign.Scenario} first.
 */
@NullMarked
package org.ouzel.sim.campaign;

import org.jspecify.annotations.NullMarked;
