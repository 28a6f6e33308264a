/** The one name that notebooks written for IJava begin with, so that they find the registry of magics where it was. */
package io.github.spencerpark.ijava;
