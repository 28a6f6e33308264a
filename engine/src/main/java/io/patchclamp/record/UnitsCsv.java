package io.patchclamp.record;

import java.util.List;
import java.util.stream.IntStream;

import io.patchclamp.internal.format.CsvCell;

/** The columns of a recording's arrays as a table, for people and spreadsheets. */
final class UnitsCsv {
    private UnitsCsv() {}

    /** One line a unit: where it is, its number in the model, and its index on the array's first unit axis. */
    static String of(Recording recording) {
        StringBuilder out = new StringBuilder("array,place,layer,unit,index\n");
        for (SiteRecording site : recording.sites()) {
            List<Integer> units = site.units().isEmpty()
                    ? IntStream.range(0, site.site().units()).boxed().toList()
                    : site.units();
            String start = CsvCell.of(site.site().name()) + ","
                    + site.site().point().shortName() + ","
                    + (site.site().layer() < 0 ? "" : site.site().layer()) + ",";
            for (int i = 0; i < units.size(); i++) {
                out.append(start).append(units.get(i)).append(',').append(i).append('\n');
            }
        }
        return out.toString();
    }
}
