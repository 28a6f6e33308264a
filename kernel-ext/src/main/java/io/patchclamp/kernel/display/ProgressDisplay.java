package io.patchclamp.kernel.display;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

import io.patchclamp.progress.Progress;
import io.patchclamp.view.Bundle;

/**
 * Progress of one cell: nothing for two seconds, then one display that updates in place, at most five times a second. Its
 * last state stays, so a notebook saved or converted later shows how long the work took.
 */
public final class ProgressDisplay implements Progress {
    private static final long QUIET_NANOS = 2_000_000_000L;
    private static final long STEP_NANOS = 200_000_000L;

    private final Outlet outlet;
    private final LongSupplier clock;
    private final String id = UUID.randomUUID().toString();
    private String what = "";
    private String unit = "";
    private long done;
    private long total;
    private long began;
    private long before;
    private long lastShown;
    private boolean shown;

    /**
     * Progress shown in a cell.
     *
     * @param outlet the cell
     */
    public ProgressDisplay(Outlet outlet) {
        this(outlet, System::nanoTime);
    }

    ProgressDisplay(Outlet outlet, LongSupplier clock) {
        this.outlet = outlet;
        this.clock = clock;
    }

    @Override
    public synchronized void at(String newWhat, long newDone, long newTotal, String newUnit) {
        long now = clock.getAsLong();
        if (!newWhat.equals(what) || newDone < done) {
            began = now;
            before = newDone;
        }
        what = newWhat;
        done = newDone;
        total = newTotal;
        unit = newUnit;
        if (now - began >= QUIET_NANOS && (!shown || now - lastShown >= STEP_NANOS)) {
            show(now, false);
        }
    }

    /** The cell is done: what was shown says so. */
    public synchronized void end() {
        if (shown) {
            show(clock.getAsLong(), true);
        }
    }

    private void show(long now, boolean last) {
        double seconds = (now - began) / 1e9;
        String line = line(seconds, last);
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("text/plain", line);
        data.put("text/html", html(line, last));
        Bundle bundle = new Bundle(data, Map.of());
        if (shown) {
            outlet.update(bundle, id);
        } else {
            outlet.display(bundle, id);
        }
        shown = true;
        lastShown = now;
    }

    private String line(double seconds, boolean last) {
        String count = total < 0
                ? String.format(Locale.ROOT, "%,d %s", done, unit)
                : String.format(Locale.ROOT, "%,d of %,d %s", done, total, unit);
        if (last) {
            return what + ": " + count + " in " + time(seconds);
        }
        // What was there before, such as the first half of a file, took none of this time.
        double rate = (done - before) / Math.max(seconds, 1e-9);
        String left = total > done && rate > 0 ? ", about " + time((total - done) / rate) + " left" : "";
        return what + ": " + count
                + String.format(Locale.ROOT, rate < 1000 ? ", %.3g a second" : ", %,.0f a second", rate) + left;
    }

    private String html(String line, boolean last) {
        String text = Bundle.escaped(line);
        if (last || total < 0) {
            return "<div>" + text + "</div>";
        }
        return "<div><progress value=\"" + done + "\" max=\"" + total + "\"></progress> " + text + "</div>";
    }

    private static String time(double seconds) {
        if (seconds < 60) {
            return String.format(Locale.ROOT, "%.1f s", seconds);
        }
        long whole = Math.round(seconds);
        return whole < 3600
                ? whole / 60 + " min " + whole % 60 + " s"
                : whole / 3600 + " h " + whole % 3600 / 60 + " min";
    }
}
